package cloud.bleu.translate.policy;

import cloud.bleu.affinity.ObjectLabels;
import io.fabric8.kubernetes.api.model.Namespace;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the label of a namespace asks of admission. */
public final class GovernedNamespaces {

  /** {@code Audit} or {@code Enforce}. */
  public static final String LABEL = ObjectLabels.GOVERNED;

  static final List<String> LEVELS = List.of("Audit", "Enforce");

  private GovernedNamespaces() {}

  /**
   * What the label says that is neither {@code Audit} nor {@code Enforce}, and so has admission
   * keep nothing; null where it says one of these, or is not there.
   */
  public static @Nullable String unknown(Namespace namespace) {
    String level = ObjectLabels.get(namespace, LABEL);
    return level == null || LEVELS.contains(level) ? null : level;
  }

  /** {@code Audit} or {@code Enforce}; null where nothing is asked, or something else. */
  public static @Nullable String level(Namespace namespace) {
    String level = ObjectLabels.get(namespace, LABEL);
    return level != null && LEVELS.contains(level) ? level : null;
  }
}
