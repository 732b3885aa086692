package cloud.bleu.assess.acceptance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The findings of an assessment before, by their fingerprints. */
public final class Baseline {

  /** Nothing is known. */
  public static final Baseline NONE = new Baseline(Set.of());

  private final Set<String> fingerprints;

  private Baseline(Set<String> fingerprints) {
    this.fingerprints = Set.copyOf(fingerprints);
  }

  /**
   * Reads what {@code bleu assess -o json} wrote, its excepted and known findings too.
   *
   * @return null when the text is something else
   */
  public static @Nullable Baseline read(String json) {
    try {
      JsonNode tree = new ObjectMapper().readTree(json);
      if (tree == null || !tree.path("assessment").isObject()) {
        return null;
      }
      Set<String> known = new HashSet<>();
      for (String list : List.of("findings", "excepted", "known")) {
        for (JsonNode finding : tree.path(list)) {
          known.add(finding.path("fingerprint").asText());
        }
      }
      return new Baseline(known);
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  /** Whether the finding was there before. */
  public boolean has(String fingerprint) {
    return fingerprints.contains(fingerprint);
  }
}
