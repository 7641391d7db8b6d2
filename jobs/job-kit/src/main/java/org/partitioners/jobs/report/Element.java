package org.partitioners.jobs.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * An element of an XHTML or SVG document under construction. All text and attributes are escaped,
 * so whatever a key contains, the document stays well-formed and harmless. The result parses the
 * same way as XML and as HTML.
 */
public final class Element {
  /** Only these may be written as one tag: HTML takes {@code <td/>} for an opening tag. */
  private static final Set<String> SINGLE = Set.of("br", "meta", "wbr", "line", "polyline", "rect");

  private final String name;
  private final Map<String, String> attributes = new LinkedHashMap<>();
  private final List<Object> children = new ArrayList<>();

  private Element(String name) {
    this.name = name;
  }

  public static Element of(String name) {
    return new Element(name);
  }

  /** An element with a {@code class} attribute. */
  public static Element of(String name, String cssClass) {
    return new Element(name).attribute("class", cssClass);
  }

  public Element attribute(String attribute, String value) {
    attributes.put(attribute, value);
    return this;
  }

  /** A whole number. */
  public Element attribute(String attribute, long value) {
    return attribute(attribute, Long.toString(value));
  }

  /** A number with at most three decimals. */
  public Element attribute(String attribute, double value) {
    return attribute(attribute, decimal(value));
  }

  /** A percentage of the surrounding viewport, so that charts stretch and their text does not. */
  public Element percent(String attribute, double percent) {
    return attribute(attribute, decimal(percent) + "%");
  }

  public Element text(String text) {
    children.add(text);
    return this;
  }

  public Element add(Element... elements) {
    children.addAll(List.of(elements));
    return this;
  }

  public Element add(List<Element> elements) {
    children.addAll(elements);
    return this;
  }

  /** The element as text, indented where that adds no white space to a sentence. */
  public String render() {
    StringBuilder out = new StringBuilder();
    render(out, "\n");
    return out.toString();
  }

  private void render(StringBuilder out, String newline) {
    out.append('<').append(name);
    attributes.forEach(
        (attribute, value) -> {
          out.append(' ').append(attribute).append("=\"");
          escape(out, value);
          out.append('"');
        });
    if (children.isEmpty() && SINGLE.contains(name)) {
      out.append("/>");
      return;
    }
    out.append('>');
    boolean block =
        !name.equals("pre")
            && !children.isEmpty()
            && children.stream().noneMatch(child -> child instanceof String);
    String inner = newline + (block ? " " : "");
    for (Object child : children) {
      if (block) {
        out.append(inner);
      }
      if (child instanceof Element element) {
        element.render(out, inner);
      } else {
        escape(out, (String) child);
      }
    }
    if (block) {
      out.append(newline);
    }
    out.append("</").append(name).append('>');
  }

  private static void escape(StringBuilder out, String text) {
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\r' -> out.append("&#13;");
                default -> out.appendCodePoint(isXml(c) ? c : 0xFFFD);
              }
            });
  }

  /**
   * Whether XML 1.0 allows the code point: most control characters and lone surrogates it does not.
   */
  private static boolean isXml(int c) {
    return c == '\t'
        || c == '\n'
        || (c >= 0x20 && c <= 0xD7FF)
        || (c >= 0xE000 && c <= 0xFFFD)
        || c >= 0x10000;
  }

  private static String decimal(double value) {
    String text = String.format(Locale.ROOT, "%.3f", value).replaceFirst("\\.?0+$", "");
    return text.equals("-0") ? "0" : text;
  }
}
