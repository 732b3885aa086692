package cloud.bleu.status;

import cloud.bleu.placement.model.WorkloadId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much of what there is to say a status leaves out.
 *
 * @param rejected zones
 * @param explanations whole ones
 * @param shortened explanations and waivers that do not name all of their zones
 * @param facts that explanations rest on
 * @param relaxations sets of changes that would help
 * @param waivers that the decision stands on
 * @param policies that applied
 */
record Omissions(
    int rejected,
    int explanations,
    int shortened,
    int facts,
    int relaxations,
    int waivers,
    int policies) {

  /** It in a sentence that says where all of it is told; null when nothing is left out. */
  @Nullable String line(WorkloadId id) {
    List<String> parts = new ArrayList<>();
    add(parts, rejected, "rejected zone");
    add(parts, explanations, "explanation");
    add(parts, shortened, "list of zones", "lists of zones");
    add(parts, facts, "fact");
    add(parts, relaxations, "relaxation");
    add(parts, waivers, "waiver");
    add(parts, policies, "policy", "policies");
    if (parts.isEmpty()) {
      return null;
    }
    return "left out or cut to keep this object small: "
        + String.join(", ", parts)
        + "; `bleu explain "
        + id.namespace()
        + "/"
        + id.name()
        + " --all` tells all of it, with manifests (-f) or the right to read zones and policies";
  }

  private static void add(List<String> parts, int count, String one) {
    add(parts, count, one, one + "s");
  }

  private static void add(List<String> parts, int count, String one, String many) {
    if (count > 0) {
      parts.add(count + " " + (count == 1 ? one : many));
    }
  }
}
