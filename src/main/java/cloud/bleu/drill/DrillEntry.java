package cloud.bleu.drill;

import cloud.bleu.api.v1alpha1.ResilienceDrill;
import cloud.bleu.api.v1alpha1.ResilienceDrillStatus.Run;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What entries of the chain say of a drill and of each run of it, whatever its mode. */
public final class DrillEntry {

  private DrillEntry() {}

  /**
   * Which drill it is, and what is lost in it.
   *
   * @param at when it ran or began, RFC 3339
   */
  public static SortedMap<String, String> of(ResilienceDrill drill, String at, String scope) {
    return new TreeMap<>(
        Map.of(
            "drill",
            drill.getMetadata().getName(),
            "uid",
            String.valueOf(drill.getMetadata().getUid()),
            "at",
            at,
            "scope",
            scope));
  }

  /**
   * The content of the entry on a run: the drill and its scope, when and why it ran, the verdict
   * and the counts.
   */
  public static SortedMap<String, String> of(ResilienceDrill drill, Run run, String mode) {
    SortedMap<String, String> content = of(drill, run.at(), run.scope());
    content.put("mode", mode);
    content.put("cause", run.cause());
    content.put("verdict", run.verdict());
    content.put("breaches", String.valueOf(run.breaches()));
    content.put("unprotected", String.valueOf(run.unprotected()));
    content.put("reduced", String.valueOf(run.reduced()));
    content.put("survives", String.valueOf(run.survives()));
    content.put("notConcerned", String.valueOf(run.notConcerned()));
    content.put("missing", String.valueOf(run.missing()));
    return content;
  }
}
