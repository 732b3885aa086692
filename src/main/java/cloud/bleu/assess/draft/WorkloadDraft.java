package cloud.bleu.assess.draft;

import cloud.bleu.placement.model.Quantities;
import cloud.bleu.placement.model.WorkloadId;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A BleuWorkload as far as manifests tell of it.
 *
 * @param of what it is drafted from, as the assessment shows it
 * @param id of the BleuWorkload
 * @param yaml one document with comments
 * @param asks what all of its replicas together ask for, guesses included
 * @param guesses what was guessed and what to check, each also a comment in the document
 */
public record WorkloadDraft(
    String of, WorkloadId id, String yaml, Quantities asks, List<String> guesses) {

  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?+");
  private static final Pattern LABELS = Pattern.compile(LABEL + "(\\." + LABEL + ")*+");

  public WorkloadDraft {
    guesses = List.copyOf(guesses);
  }

  /** Whether the API server takes such a name and namespace (RFC 1123), which are a path then. */
  static boolean isNamed(String namespace, String name) {
    return namespace.length() <= 63
        && name.length() <= 253
        && LABEL.matcher(namespace).matches()
        && LABELS.matcher(name).matches();
  }

  /** {@code namespace/name.yaml}. */
  public String file() {
    return id.namespace() + "/" + id.name() + ".yaml";
  }
}
