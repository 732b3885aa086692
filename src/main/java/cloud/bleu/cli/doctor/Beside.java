package cloud.bleu.cli.doctor;

import cloud.bleu.cli.doctor.Diagnosis.Finding;
import cloud.bleu.translate.object.ApiObjects;
import java.util.List;

/**
 * Findings of one kind that stand beside what Enforce would refuse; they change no exit code.
 *
 * @param key under which programs find them
 * @param heading above them, for people
 */
public record Beside(String key, String heading, List<Finding> findings) {
  public Beside {
    findings = List.copyOf(findings);
  }

  /**
   * Every kind, in the order in which they are shown.
   *
   * @param drills those that prove nothing now
   */
  public static List<Beside> of(ApiObjects objects, List<Finding> drills, String namespace) {
    return List.of(
        new Beside("drills", "Drills that prove nothing now; admission asks for none", drills),
        new Beside(
            "unreached",
            "Zones in other clusters that are not reached",
            ReachFindings.of(objects.zones())),
        new Beside(
            "mayRunOn",
            "What may run on in zones of which nothing is heard",
            FenceFindings.of(objects.placements(), namespace)),
        new Beside("operatorSite", "Where the operator runs", OperatorSiteFindings.of(objects)),
        new Beside(
            "breakGlass",
            "Break-glasses that ask for somebody",
            BreakGlassFindings.of(objects.workloads(), namespace)),
        new Beside(
            "notServed",
            "Workloads that the operator may not change",
            ServingFindings.of(objects.workloads(), namespace)));
  }
}
