package cloud.bleu.cli.doctor;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.cli.doctor.Diagnosis.Finding;
import cloud.bleu.translate.object.ApiObjects;
import java.util.List;

/**
 * Findings of one sort that somebody has to know and that change no answer of admission to pods.
 *
 * @param heading for people
 * @param key in JSON and YAML
 */
public record UnaskedFindings(String heading, String key, List<Finding> findings) {
  public UnaskedFindings {
    findings = List.copyOf(findings);
  }

  /**
   * All sorts, those without findings too.
   *
   * @param drills of the estate, that prove nothing
   * @param migrations whose gate nobody keeps
   */
  public static List<UnaskedFindings> of(
      ApiObjects objects, String namespace, List<Finding> drills, List<Finding> migrations) {
    List<BleuWorkload> workloads = objects.workloads();
    return List.of(
        new UnaskedFindings(
            "A label that has nothing enforced",
            "mislabelled",
            LabelFindings.of(objects.namespaces(), namespace)),
        new UnaskedFindings(
            "Drills that prove nothing now; admission asks for none", "drills", drills),
        new UnaskedFindings(
            "Zones in other clusters that are not reached",
            "unreached",
            ReachFindings.of(objects.zones())),
        new UnaskedFindings(
            "Zones with probes that are not asked or not answered",
            "probes",
            ProbeFindings.of(objects)),
        new UnaskedFindings(
            "What may run on in zones of which nothing is heard",
            "mayRunOn",
            FenceFindings.of(objects.placements(), namespace)),
        new UnaskedFindings(
            "Where the operator runs", "operatorSite", OperatorSiteFindings.of(objects)),
        new UnaskedFindings(
            "Break-glasses that ask for somebody",
            "breakGlass",
            BreakGlassFindings.of(workloads, namespace)),
        new UnaskedFindings(
            "Workloads that the operator may not change",
            "notServed",
            ServingFindings.of(workloads, namespace)),
        new UnaskedFindings("Migrations whose gate nobody keeps", "migrations", migrations));
  }
}
