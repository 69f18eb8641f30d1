"""Names of cases: the id alone, or with what an instance of the case is about in brackets behind it."""


def case_name(case_id: str, instance: str) -> str:
    """As reports, run.jsonl and `--case` have it; `instance` is empty for a case that has none."""
    return f"{case_id}[{instance}]" if instance else case_id


def case_id(name: str) -> str:
    """Of a case or of an instance of one."""
    return name.partition("[")[0]
