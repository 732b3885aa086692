package cloud.bleu.sandbox.kubectl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A column of {@code kubectl get}, as {@code additionalPrinterColumns} of a
 * CustomResourceDefinition states it.
 *
 * @param path of the JSONPath forms fields, {@code \.} in a name, {@code [*]} and {@code
 *     [?(@.field=="value")]}
 * @param priority above 0 with {@code -o wide} only
 */
record PrinterColumn(String name, String type, String description, int priority, String path) {

  private static final Pattern STEP =
      Pattern.compile(
          "\\.(?<field>(?:\\\\.|[^.\\[\\\\])+)|\\[\\*]"
              + "|\\[\\?\\(@\\.(?<key>\\w+)==[\"'](?<value>[^\"']*)[\"']\\)]");

  static PrinterColumn of(CustomResourceColumnDefinition c) {
    return new PrinterColumn(
        c.getName(),
        c.getType(),
        c.getDescription() == null ? "" : c.getDescription(),
        c.getPriority() == null ? 0 : c.getPriority(),
        c.getJsonPath());
  }

  /**
   * What an object has in this column: text, a number or null; a date as its age. Of several values
   * the first, as a real API server does.
   */
  JsonNode cell(JsonNode object, Instant now) {
    List<JsonNode> found = found(object);
    JsonNodeFactory json = JsonNodeFactory.instance;
    if (found.isEmpty()) {
      return json.nullNode();
    }
    JsonNode first = found.get(0);
    if ("date".equals(type)) {
      return json.textNode(age(first.asText(), now));
    }
    return first.isNumber() ? first : json.textNode(text(first));
  }

  private static String text(JsonNode value) {
    return value.isValueNode() ? value.asText() : value.toString();
  }

  private List<JsonNode> found(JsonNode object) {
    List<JsonNode> here = List.of(object);
    Matcher step = STEP.matcher(path);
    while (step.find()) {
      List<JsonNode> next = new ArrayList<>();
      for (JsonNode node : here) {
        if (step.group("field") != null) {
          next.add(node.path(step.group("field").replace("\\", "")));
        } else {
          for (JsonNode element : node) {
            if (step.group("key") == null
                || element.path(step.group("key")).asText().equals(step.group("value"))) {
              next.add(element);
            }
          }
        }
      }
      here = next;
    }
    return here.stream().filter(n -> !n.isMissingNode() && !n.isNull()).toList();
  }

  /** As Kubernetes writes ages: {@code 45s}, {@code 3m20s}, {@code 5h}, {@code 12d}. */
  private static String age(String instant, Instant now) {
    try {
      Duration age = Duration.between(Instant.parse(instant), now);
      if (age.isNegative()) {
        return "0s";
      }
      long seconds = age.toSeconds();
      if (seconds < 120) {
        return seconds + "s";
      }
      if (age.toMinutes() < 10) {
        return age.toMinutes() + "m" + (seconds % 60 == 0 ? "" : seconds % 60 + "s");
      }
      if (age.toHours() < 3) {
        return age.toMinutes() + "m";
      }
      return age.toHours() < 48 ? age.toHours() + "h" : age.toDays() + "d";
    } catch (DateTimeParseException e) {
      return "<invalid>";
    }
  }
}
