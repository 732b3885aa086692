package cloud.bleu.assess.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where an input comes from that is in no file.
 *
 * @param says for people: {@code Helm release shop/web, revision 3, chart web 1.2.3}
 * @param facts the same for programs, in their order
 */
public record InputOrigin(String says, Map<String, String> facts) {

  /** Manifests, which say themselves where they are. */
  public static final InputOrigin MANIFESTS = new InputOrigin("", Map.of());

  public InputOrigin {
    facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
  }
}
