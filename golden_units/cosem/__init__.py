"""A COSEM server for golden meters: object model, associations, services, sessions on a link."""
