"""Builds manifests as `kubectl kustomize` does, for what the generated files use."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml

Manifest = dict[str, Any]
KNOWN = {"resources", "labels", "namespace", "images", "configMapGenerator"}


def build(folder: Path) -> list[Manifest]:
    """Return the manifests of a kustomization."""
    wanted = yaml.safe_load((folder / "kustomization.yaml").read_text("utf-8"))
    assert set(wanted) <= KNOWN, "not supported here"
    found: list[Manifest] = []
    for resource in wanted["resources"]:
        path = folder / resource
        if path.is_dir():
            found += build(path)
        else:
            found += yaml.safe_load_all(path.read_text(encoding="utf-8"))
    names = {}
    for made in wanted.get("configMapGenerator", []):
        data = dict(line.split("=", 1) for line in made["literals"])
        number = sha256(repr(sorted(data.items())).encode()).hexdigest()[:10]
        names[made["name"]] = f"{made['name']}-{number}"
        metadata = {"name": names[made["name"]]}
        found.append(
            {"apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata}
            | {"data": data}
        )
    for manifest in found:
        places = [manifest["metadata"], *(pod["metadata"] for pod in pods([manifest]))]
        for place in places:
            for labels in wanted.get("labels", []):
                assert labels["includeTemplates"]
                place["labels"] = {**place.get("labels", {}), **labels["pairs"]}
        if "namespace" in wanted:
            manifest["metadata"]["namespace"] = wanted["namespace"]
        for container in containers([manifest]):
            for image in wanted.get("images", []):
                if container["image"] == image["name"]:
                    container["image"] = f"{image['newName']}:{image['newTag']}"
            # Copies: in YAML, several containers share one list.
            container["envFrom"] = [
                {
                    kind: {"name": names.get(source["name"], source["name"])}
                    for kind, source in one.items()
                }
                for one in container["envFrom"]
            ]
    return found


def pods(manifests: list[Manifest]) -> Iterator[Manifest]:
    """Return the templates of the pods."""
    for manifest in manifests:
        spec = manifest.get("spec", {})
        spec = spec.get("jobTemplate", {}).get("spec", spec)
        if "template" in spec:
            yield spec["template"]


def containers(manifests: list[Manifest]) -> Iterator[Manifest]:
    for pod in pods(manifests):
        yield from pod["spec"].get("initContainers", [])
        yield from pod["spec"]["containers"]
