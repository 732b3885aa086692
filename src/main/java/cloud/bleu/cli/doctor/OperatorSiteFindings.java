package cloud.bleu.cli.doctor;

import cloud.bleu.cli.doctor.Diagnosis.Finding;
import cloud.bleu.cli.input.OperatorDeployment;
import cloud.bleu.placement.model.NearestName;
import cloud.bleu.translate.object.ApiObjects;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;

/**
 * Whether the operator is told in which zones it runs, where the input has its Deployment: without
 * that no answer says which loss takes it.
 */
public final class OperatorSiteFindings {
  private static final String SET =
      "helm upgrade RELEASE CHART -n NAMESPACE --reset-then-reuse-values --set self.zones={ZONE}";

  private OperatorSiteFindings() {}

  /** A finding for each name that no zone has, or one when there is no name at all. */
  public static List<Finding> of(ApiObjects objects) {
    List<String> zones =
        objects.zones().stream().map(zone -> zone.getMetadata().getName()).sorted().toList();
    if (zones.isEmpty() || !OperatorDeployment.isIn(objects.deployments())) {
      return List.of();
    }
    SortedSet<String> told = OperatorDeployment.zones(objects.deployments());
    if (told.isEmpty()) {
      return List.of(
          new Finding(
              "AvailabilityZone",
              "-",
              "SelfZoneUnset",
              "nobody states in which zone the operator runs, so no answer says which loss takes it;"
                  + " to state it: "
                  + SET));
    }
    List<Finding> findings = new ArrayList<>();
    for (String name : told) {
      if (!zones.contains(name)) {
        findings.add(
            new Finding(
                "AvailabilityZone",
                name,
                "SelfZoneUnknown",
                "the operator is told to run there, and there is no such zone"
                    + NearestName.of(name, zones)
                        .map(n -> "; did you mean " + n + "? ")
                        .orElse("; ")
                    + "to correct it: "
                    + SET));
      }
    }
    return findings;
  }
}
