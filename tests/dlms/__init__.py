"""Tests of the DLMS/COSEM codecs: known answers, mutations of the codec, hostile input, round trips, trees."""
