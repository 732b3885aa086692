package cloud.bleu.translate.workload;

import cloud.bleu.api.v1alpha1.OrdinalBlock;
import cloud.bleu.api.v1alpha1.WorkloadSource;
import cloud.bleu.api.v1alpha1.WorkloadSource.StatefulSetSource;
import cloud.bleu.decision.FormerVolumes;
import cloud.bleu.translate.finding.FieldPath;
import cloud.bleu.translate.finding.Findings;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The ordinals that somebody states a StatefulSet had before. */
final class StatedOrdinals {
  private static final String PATH = "spec.workload.statefulSet.formerOrdinals";
  private static final String COPY = "copy the list of the last WorkloadPlacement";

  private StatedOrdinals() {}

  /**
   * By zone, the most replicas that may have volumes there, the zones left last at the end; empty
   * for what is no StatefulSet.
   *
   * @param workload null where nothing says what runs, which is told elsewhere
   */
  static Map<String, Integer> volumes(@Nullable WorkloadSource workload, Findings findings) {
    StatefulSetSource source = workload == null ? null : workload.statefulSet();
    if (source == null) {
      return FormerVolumes.of(Set.of());
    }
    Set<String> zones = new HashSet<>();
    Map<Integer, String> owners = new HashMap<>();
    int i = 0;
    for (OrdinalBlock block : source.formerOrdinals()) {
      String item = FieldPath.item(PATH, i++);
      String zone = findings.given(item + ".zone", block.zone(), "name the AvailabilityZone");
      if (zone != null && !zones.add(zone)) {
        findings.block(
            item + ".zone",
            "the zone " + zone + " is named twice",
            null,
            "keep the entry with more ordinals");
      }
      findings.wholeOrNull(
          item + ".ordinals", block.ordinals(), 1, WorkloadTranslator.MOST_REPLICAS);
      start(item + ".ordinalsStart", block, owners, findings);
    }
    return FormerVolumes.of(source.formerOrdinals());
  }

  private static void start(
      String path, OrdinalBlock block, Map<Integer, String> owners, Findings findings) {
    Integer start = block.ordinalsStart();
    if (start == null) {
      findings.block(path, "is missing", null, COPY);
      return;
    }
    if (start < 0 || start % OrdinalBlock.SIZE != 0) {
      findings.block(path, start + " begins no block", "0, 100000, 200000 and so on", COPY);
    }
    String owner = owners.putIfAbsent(start, String.valueOf(block.zone()));
    if (owner != null && !owner.equals(block.zone())) {
      findings.block(
          path,
          start + " is the block of " + owner + " already",
          "a block of its own for each zone",
          COPY);
    }
  }
}
