package org.partitioners.hadoop;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.partitioners.Description;

/**
 * Descriptions as JSON objects, whose first field is the type and whose others are the parts. All
 * characters are ASCII, others are escaped, so that any text comes back as it was.
 */
final class DescriptionJson {

  private static final String TYPE = "type";

  /** Names of fields may be a million numbers: not worth remembering. */
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .build();

  private DescriptionJson() {}

  static void write(Description description, OutputStream out) throws IOException {
    try (JsonGenerator json = JSON.createGenerator(out)) {
      write(description, json);
    }
  }

  private static void write(Object value, JsonGenerator json) throws IOException {
    if (value instanceof Description description) {
      json.writeStartObject();
      json.writeStringField(TYPE, description.type());
      for (Map.Entry<String, Object> part : description.parts().entrySet()) {
        json.writeFieldName(part.getKey());
        write(part.getValue(), json);
      }
      json.writeEndObject();
    } else if (value instanceof List<?> list) {
      json.writeStartArray();
      for (Object element : list) {
        write(element, json);
      }
      json.writeEndArray();
    } else if (value instanceof Long number) {
      json.writeNumber(number);
    } else if (value instanceof Double number) {
      json.writeNumber(number);
    } else {
      json.writeString((String) value);
    }
  }

  /**
   * The description that bytes hold, and nothing besides.
   *
   * @throws IOException if they are not JSON
   * @throws IllegalArgumentException if they are, but not a description
   */
  static Description read(byte[] bytes, int length) throws IOException {
    try (JsonParser json = JSON.createParser(bytes, 0, length)) {
      json.nextToken();
      Object value = read(json);
      if (!(value instanceof Description description) || json.nextToken() != null) {
        throw new IllegalArgumentException("not a single object");
      }
      return description;
    }
  }

  private static Object read(JsonParser json) throws IOException {
    JsonToken token = json.currentToken();
    if (token == JsonToken.START_OBJECT) {
      return readObject(json);
    }
    if (token == JsonToken.START_ARRAY) {
      List<Object> list = new ArrayList<>();
      while (json.nextToken() != JsonToken.END_ARRAY) {
        list.add(read(json));
      }
      return list;
    }
    if (token == JsonToken.VALUE_STRING) {
      return json.getText();
    }
    if (token == JsonToken.VALUE_NUMBER_INT) {
      return json.getLongValue();
    }
    if (token == JsonToken.VALUE_NUMBER_FLOAT) {
      return json.getDoubleValue();
    }
    throw new IllegalArgumentException(token + " is no value of a description");
  }

  private static Description readObject(JsonParser json) throws IOException {
    if (!TYPE.equals(json.nextFieldName())) {
      throw new IllegalArgumentException("the first field of an object is not " + TYPE);
    }
    String type = json.nextTextValue();
    if (type == null) {
      throw new IllegalArgumentException(TYPE + " is not a text");
    }
    Map<String, Object> parts = new LinkedHashMap<>();
    String name = json.nextFieldName();
    while (name != null) {
      json.nextToken();
      if (parts.put(name, read(json)) != null || name.equals(TYPE)) {
        throw new IllegalArgumentException("the field " + name + " occurs twice");
      }
      name = json.nextFieldName();
    }
    return new Description(type, parts);
  }
}
