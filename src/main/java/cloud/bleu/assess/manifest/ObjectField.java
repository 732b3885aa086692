package cloud.bleu.assess.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;

/**
 * One field of an object.
 *
 * @param path within the object
 * @param key the last name of the path; of a variable its name, of a label of nodes the label
 */
public record ObjectField(String path, String key, JsonNode node) {

  static ObjectField of(String path, String key, String text) {
    return new ObjectField(path, key, TextNode.valueOf(text));
  }

  /** Its text; empty for maps and lists. */
  public String text() {
    return node.asText();
  }
}
