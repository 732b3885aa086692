package cloud.bleu.sandbox.kubectl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * Which objects a list or a watch is about, by the values of their fields, as in {@code
 * involvedObject.kind=BleuWorkload,involvedObject.name!=web}. Of any field: a cluster knows a few
 * of each kind.
 */
final class FieldSelector {

  /** The order of the keys under which a cluster stores objects. */
  private static final Comparator<JsonNode> BY_KEY =
      Comparator.comparing((JsonNode item) -> item.at("/metadata/namespace").asText())
          .thenComparing(item -> item.at("/metadata/name").asText());

  private record Term(String pointer, String value, boolean equal) {}

  private final List<Term> terms = new ArrayList<>();

  /**
   * @param text empty for all objects
   */
  FieldSelector(String text) {
    for (String term : text.split(",", -1)) {
      int equals = term.indexOf('=');
      if (equals > 0) {
        boolean not = term.charAt(equals - 1) == '!';
        String value = term.substring(term.startsWith("==", equals) ? equals + 2 : equals + 1);
        terms.add(
            new Term(
                "/" + term.substring(0, not ? equals - 1 : equals).replace('.', '/'), value, !not));
      }
    }
  }

  /** Whether an object is among them; a field that is not there counts as empty. */
  boolean matches(JsonNode object) {
    return terms.stream()
        .allMatch(term -> object.at(term.pointer).asText().equals(term.value) == term.equal);
  }

  /**
   * Leaves those items of a list that match, by namespace and name as a cluster lists them.
   *
   * @param answer left as it is where it is no list
   */
  void choose(ObjectNode answer) {
    if (answer.get("items") instanceof ArrayNode items) {
      List<JsonNode> chosen =
          StreamSupport.stream(items.spliterator(), false)
              .filter(this::matches)
              .sorted(BY_KEY)
              .toList();
      answer.putArray("items").addAll(chosen);
    }
  }
}
