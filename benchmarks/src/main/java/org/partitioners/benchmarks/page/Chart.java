package org.partitioners.benchmarks.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.partitioners.benchmarks.contenders.Origin;
import org.partitioners.jobs.report.Element;

/**
 * The frame of a chart: an SVG document that follows the viewer's light or dark preference and
 * paints its own ground, with a heading and a legend of where contenders come from.
 */
final class Chart {
  static final int WIDTH = 860;
  static final int MARGIN = 20;

  /** Where the drawing begins. */
  static final int TOP = 92;

  private final Element svg;

  /**
   * Without a drawing yet.
   *
   * @param legend what the colours of the origins that occur stand for
   */
  Chart(String title, String subtitle, int height, Map<Origin, String> legend) {
    this.svg =
        Element.of("svg")
            .attribute("xmlns", "http://www.w3.org/2000/svg")
            .attribute("viewBox", "0 0 " + WIDTH + " " + height)
            .attribute("width", WIDTH)
            .attribute("height", height)
            .attribute("role", "img")
            .attribute("aria-labelledby", "title desc")
            .add(
                Element.of("title").attribute("id", "title").text(title),
                Element.of("desc").attribute("id", "desc").text(subtitle),
                Element.of("style").text(css()),
                Element.of("rect", "ground")
                    .attribute("width", "100%")
                    .attribute("height", "100%")
                    .attribute("rx", 8),
                text(MARGIN, MARGIN + 14, "heading", title),
                text(MARGIN, MARGIN + 34, "muted", subtitle));
    double x = MARGIN;
    for (Map.Entry<Origin, String> entry : new TreeMap<>(legend).entrySet()) {
      Origin origin = entry.getKey();
      String name = entry.getValue();
      svg.add(
          Element.of("rect", "mark " + kind(origin))
              .attribute("x", x)
              .attribute("y", MARGIN + 46)
              .attribute("width", 10)
              .attribute("height", 10)
              .attribute("rx", 5),
          text(x + 16, MARGIN + 55, "label " + kind(origin), name));
      x += 40 + 7 * name.length();
    }
  }

  void add(Element... elements) {
    svg.add(elements);
  }

  /** The document, ending in a line feed. */
  String text() {
    return svg.render() + "\n";
  }

  static Element text(double x, double y, String kind, String text) {
    return Element.of("text", kind).attribute("x", x).attribute("y", y).text(text);
  }

  static Element line(double x1, double y1, double x2, double y2, String kind) {
    return Element.of("line", kind)
        .attribute("x1", x1)
        .attribute("y1", y1)
        .attribute("x2", x2)
        .attribute("y2", y2);
  }

  /** A dot, as a rectangle with round corners. */
  static Element dot(double x, double y, double radius, String kind) {
    return Element.of("rect", kind)
        .attribute("x", x - radius)
        .attribute("y", y - radius)
        .attribute("width", 2 * radius)
        .attribute("height", 2 * radius)
        .attribute("rx", radius);
  }

  static String kind(Origin origin) {
    return origin.name().toLowerCase(Locale.ROOT);
  }

  /** The legend of contenders that come from there. */
  static Map<Origin, String> legend(Stream<Origin> origins) {
    Map<Origin, String> legend = new EnumMap<>(Origin.class);
    origins.forEach(
        origin ->
            legend.put(
                origin,
                switch (origin) {
                  case OURS -> "this library";
                  case LIBRARY -> "other libraries";
                  case TEXTBOOK -> "as textbooks write it";
                }));
    return legend;
  }

  private static String css() {
    try (InputStream in = Chart.class.getResourceAsStream("chart.css")) {
      if (in == null) {
        throw new IllegalStateException("chart.css: missing beside the page's classes");
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("chart.css", e);
    }
  }
}
