package cloud.bleu.translate.policy;

import io.fabric8.kubernetes.api.model.Namespace;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the label of a namespace asks of admission. */
public final class GovernedNamespaces {

  /** {@code Audit} or {@code Enforce}. */
  public static final String LABEL = "placement.bleu.cloud/governed";

  static final List<String> LEVELS = List.of("Audit", "Enforce");

  private GovernedNamespaces() {}

  /**
   * What the label says that is neither {@code Audit} nor {@code Enforce}, and so has admission
   * keep nothing; null where it says one of these, or is not there.
   */
  public static @Nullable String unknown(Namespace namespace) {
    Map<String, String> labels = namespace.getMetadata().getLabels();
    String level = labels == null ? null : labels.get(LABEL);
    return level == null || LEVELS.contains(level) ? null : level;
  }

  /** {@code Audit} or {@code Enforce}; null where nothing is asked, or something else. */
  public static @Nullable String level(Namespace namespace) {
    Map<String, String> labels = namespace.getMetadata().getLabels();
    String level = labels == null ? null : labels.get(LABEL);
    return level != null && LEVELS.contains(level) ? level : null;
  }
}
