"""The report as one HTML file: a pure function of the JSON report and of pictures."""
