package cloud.bleu.assess;

import cloud.bleu.assess.model.InputOrigin;
import cloud.bleu.assess.model.UnreadKind;
import cloud.bleu.translate.manifest.ManifestProblem;
import java.util.List;
import java.util.SortedMap;

/**
 * What was in the input, and what of it was not looked into.
 *
 * @param origin where it comes from
 * @param objects how many there are
 * @param owned objects that a controller made of others, which are left out
 * @param unknownKinds kinds of which the catalogue knows nothing, with their number; their texts
 *     are searched
 * @param broken what could not be read
 * @param templates charts that are not rendered
 * @param noObjects YAML and JSON that is no object of Kubernetes
 * @param unread kinds of a cluster that were not read
 */
public record InputSummary(
    InputOrigin origin,
    int objects,
    int owned,
    SortedMap<String, Integer> unknownKinds,
    List<ManifestProblem> broken,
    List<ManifestProblem> templates,
    List<ManifestProblem> noObjects,
    List<UnreadKind> unread) {

  public InputSummary {
    broken = List.copyOf(broken);
    templates = List.copyOf(templates);
    noObjects = List.copyOf(noObjects);
    unread = List.copyOf(unread);
  }

  /** Whether every object that the input may have was looked at. */
  public boolean isWhole() {
    return broken.isEmpty()
        && templates.isEmpty()
        && unread.stream().noneMatch(UnreadKind::isNeeded);
  }
}
