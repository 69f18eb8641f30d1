"""The composition of a run: bench file, links, golden units, controls, one case at a time, replay."""
