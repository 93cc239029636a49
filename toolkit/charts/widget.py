"""A chart in a notebook: it carries its own scripts, and is light or dark as JupyterLab is."""

from __future__ import annotations

from functools import cache
from typing import Any

from toolkit.charts import export, theme

#: JupyterLab and Jupyter Notebook say on the page which theme they have, and change it without a new page.
_SHOW = """
async function render({ model, el }) {
  let shown;
  const draw = async () => {
    const spec = structuredClone(model.get("spec"));
    const looks = model.get("looks");
    const isDark = document.body.dataset.jpThemeLight === "false";
    if (looks) spec.config = isDark ? looks.dark : looks.light;
    shown?.finalize();
    shown = await window.vegaEmbed(el, spec, { mode: "vega-lite" });
  };
  const watcher = new MutationObserver(draw);
  watcher.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-light"] });
  await draw();
  return () => { watcher.disconnect(); shown?.finalize(); };
}
export default { render };
"""


def bundle(spec: dict[str, Any], **_: Any) -> Any:
    """Return what JupyterLab shows of a specification."""
    return chart_class()(spec=spec, looks=looks_of(spec))._repr_mimebundle_()


def looks_of(spec: dict[str, Any]) -> dict[str, Any] | None:
    """Return the configurations that a chart changes between, or None where it stays as it is.

    A chart in the light look of `theme.config` follows JupyterLab; one that was drawn dark, or by another
    theme, does not.
    """
    config = spec.get("config", {})
    light, dark = theme.config(), theme.config(dark=True)
    # Altair adds to the configuration what it sets for every chart.
    if any(config.get(name) != setting for name, setting in light.items() if name != "view"):
        return None
    return {"light": config | light, "dark": config | dark}


@cache
def chart_class() -> Any:
    """Return the class of widgets, once its scripts are needed: Altair's own asks a server for them."""
    import anywidget
    import traitlets

    class Chart(anywidget.AnyWidget):
        _esm = export.scripts() + _SHOW
        _css = ".vega-embed { overflow: visible; }"
        spec = traitlets.Dict().tag(sync=True)
        looks = traitlets.Dict(allow_none=True).tag(sync=True)

    return Chart
