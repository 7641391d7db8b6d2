package org.partitioners.jobs.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.helpers.DefaultHandler;

/** Reads what the report writes, as strictly as an XML parser does. */
final class Documents {
  private Documents() {}

  static Document parse(String markup) {
    try {
      DocumentBuilder builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
      builder.setErrorHandler(new DefaultHandler());
      return builder.parse(new InputSource(new ByteArrayInputStream(markup.getBytes(UTF_8))));
    } catch (Exception e) {
      throw new AssertionError("not well-formed: " + e.getMessage() + "\n" + markup, e);
    }
  }

  static List<org.w3c.dom.Element> all(Document document, String tag) {
    return of(document.getElementsByTagName(tag));
  }

  static List<org.w3c.dom.Element> all(org.w3c.dom.Element element, String tag) {
    return of(element.getElementsByTagName(tag));
  }

  private static List<org.w3c.dom.Element> of(NodeList nodes) {
    return IntStream.range(0, nodes.getLength())
        .mapToObj(i -> (org.w3c.dom.Element) nodes.item(i))
        .toList();
  }
}
