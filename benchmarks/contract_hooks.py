"""What schemathesis cannot make up: a cursor, which holds for the list it came with; and ids that rows have."""

from typing import Any

import schemathesis

# So many rows of most kinds are there; other tests follow real cursors.
THERE = 4


@schemathesis.hook
def before_load_schema(context: Any, raw_schema: dict[str, Any]) -> None:
    for operations in raw_schema["paths"].values():
        for operation in operations.values():
            given = operation.get("parameters", [])
            operation["parameters"] = [parameter for parameter in given if parameter["name"] != "cursor"]
            for parameter in operation["parameters"]:
                if parameter["in"] == "path":
                    parameter["schema"] = {"anyOf": [{**parameter["schema"], "maximum": THERE}, parameter["schema"]]}
