"""import-linter guards the modules it is told about; this guards the list."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def layers() -> set[str]:
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]
    return {module.strip() for layer in contract["layers"] for module in layer.split("|")}


def modules_of(package: str) -> set[str]:
    folder = ROOT / package
    found = {path.stem for path in folder.glob("*.py")} | {path.parent.name for path in folder.glob("*/__init__.py")}
    return {f"{package}.{name}" for name in found - {"__init__"}}


def test_every_module_of_the_project_has_its_place_in_the_contract():
    assert modules_of("community") - layers() == set()


def test_the_contract_names_nothing_that_is_not_there():
    rooms = {"forum", "knowledgebase", "advocates"}

    assert layers() - rooms == modules_of("community")
    assert all((ROOT / room / "__init__.py").exists() for room in rooms)


def test_no_package_beside_the_four_is_imported():
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")}

    assert packages == {"community", "forum", "knowledgebase", "advocates", "tests"}
