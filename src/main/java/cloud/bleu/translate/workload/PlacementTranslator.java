package cloud.bleu.translate.workload;

import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import cloud.bleu.credential.ShownText;
import cloud.bleu.decision.EvacuationConversion;
import cloud.bleu.decision.FormerVolumes;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.evacuation.ValueCheck;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.translate.finding.FieldPath;
import cloud.bleu.translate.finding.Findings;
import cloud.bleu.translate.finding.ObjectRef;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** WorkloadPlacement, which the operator wrote, to the state that is in force. */
public final class PlacementTranslator {

  /** A path of the plan, and what is said of it. */
  private static final Pattern FIELD = Pattern.compile("(spec\\.evacuation[^ :]*)( .*)");

  private static final String PATH = "spec.assignments";
  private static final String REWRITE = "let the operator write it";

  private PlacementTranslator() {}

  /**
   * The state in force; null for one that names no workload.
   *
   * @param movesInLastHour replicas that rebalancing moved within the hour
   */
  public static @Nullable Placement translate(
      WorkloadPlacement object, int movesInLastHour, Findings findings) {
    WorkloadPlacementSpec spec = object.getSpec();
    if (spec == null) {
      return null;
    }
    String namespace = object.getMetadata().getNamespace();
    String name =
        spec.workloadRef() == null || spec.workloadRef().name() == null
            ? object.getMetadata().getName()
            : spec.workloadRef().name();
    List<Assignment> assignments = new ArrayList<>();
    int i = 0;
    for (cloud.bleu.api.v1alpha1.Assignment a : spec.assignments()) {
      String path = FieldPath.item(PATH, i++);
      String zone = a.zone();
      if (zone == null) {
        findings.block(path + ".zone", "is missing", null, REWRITE);
        continue;
      }
      int replicas = count(a.replicas(), path + ".replicas", findings);
      int home = a.home() == null ? replicas : count(a.home(), path + ".home", findings);
      if (assignments.stream().anyMatch(other -> other.zone().equals(zone))) {
        findings.block(path + ".zone", "the zone is named twice", null, "keep one of the two");
      } else {
        assignments.add(new Assignment(zone, replicas, home));
      }
    }
    return new Placement(
        ObjectRef.workload(namespace, name),
        spec.workloadRef() == null ? null : spec.workloadRef().uid(),
        assignments,
        contingency(spec, assignments, findings),
        movesInLastHour,
        FormerVolumes.of(spec.formerOrdinals()));
  }

  private static List<Contingency> contingency(
      WorkloadPlacementSpec spec, List<Assignment> assignments, Findings findings) {
    try {
      return EvacuationConversion.read(spec, new WrittenValues(findings)).contingency(assignments);
    } catch (IllegalArgumentException e) {
      unreadable(ShownText.visible(String.valueOf(e.getMessage())), findings);
      return List.of();
    }
  }

  /** The words begin with the path of a field, which is said once. */
  private static void unreadable(String words, Findings findings) {
    Matcher field = FIELD.matcher(words);
    if (field.matches()) {
      String path = field.group(1);
      String name = path.substring(path.lastIndexOf('.') + 1);
      findings.block(path, name + field.group(2), null, REWRITE);
    } else {
      findings.block("spec.evacuation", words, null, REWRITE);
    }
  }

  /** Reports what the operator would not write, and reads on. */
  private record WrittenValues(Findings findings) implements ValueCheck {

    @Override
    public int count(@Nullable Integer replicas, String path) {
      return PlacementTranslator.count(replicas, path, findings);
    }

    @Override
    public Contingency.@Nullable Event event(String text, String path) {
      try {
        return Contingency.Event.of(text);
      } catch (IllegalArgumentException e) {
        findings.block(
            path,
            "not an event: " + ShownText.quote(text),
            "a scope and a value such as `site idf-1`",
            REWRITE);
        return null;
      }
    }

    @Override
    public void missing(String path) {
      findings.block(path, "is missing", null, REWRITE);
    }
  }

  private static int count(@Nullable Integer value, String path, Findings findings) {
    return findings.whole(path, value == null ? 0 : value, 0, WorkloadTranslator.MOST_REPLICAS);
  }
}
