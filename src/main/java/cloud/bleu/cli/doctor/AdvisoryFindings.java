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
public record AdvisoryFindings(String heading, String key, List<Finding> findings) {
  public AdvisoryFindings {
    findings = List.copyOf(findings);
  }

  /**
   * All sorts, those without findings too.
   *
   * @param drills of the estate, that prove nothing
   * @param migrations whose gate nobody keeps
   * @param autoscalers that scale nothing
   */
  public static List<AdvisoryFindings> of(
      ApiObjects objects,
      String namespace,
      List<Finding> drills,
      List<Finding> migrations,
      List<Finding> autoscalers) {
    List<BleuWorkload> workloads = objects.workloads();
    return List.of(
        new AdvisoryFindings(
            "A label that has nothing enforced",
            "mislabelled",
            LabelFindings.of(objects.namespaces(), namespace)),
        new AdvisoryFindings(
            "Drills that prove nothing now; admission asks for none", "drills", drills),
        new AdvisoryFindings(
            "Zones in other clusters that are not reached",
            "unreached",
            ReachFindings.of(objects.zones())),
        new AdvisoryFindings(
            "Zones with probes that are not asked or not answered",
            "probes",
            ProbeFindings.of(objects)),
        new AdvisoryFindings(
            "What may run on in zones of which nothing is heard",
            "mayRunOn",
            FenceFindings.of(objects.placements(), namespace)),
        new AdvisoryFindings(
            "Where the operator runs", "operatorSite", OperatorSiteFindings.of(objects)),
        new AdvisoryFindings(
            "Break-glasses that ask for somebody",
            "breakGlass",
            BreakGlassFindings.of(workloads, namespace)),
        new AdvisoryFindings(
            "Workloads that the operator may not change",
            "notServed",
            ServingFindings.of(workloads, namespace)),
        new AdvisoryFindings("Migrations whose gate nobody keeps", "migrations", migrations),
        new AdvisoryFindings("Autoscalers that scale nothing", "autoscalers", autoscalers));
  }
}
