package cloud.bleu.cli.doctor;

import cloud.bleu.cli.doctor.Diagnosis.Finding;
import cloud.bleu.cli.input.SeenDrills;
import cloud.bleu.drill.DrillValidity;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.simulation.Loss;
import java.util.ArrayList;
import java.util.List;

/** Drills that prove nothing at the moment, each with why and what to do. */
public final class DrillFindings {

  private DrillFindings() {}

  /**
   * One finding for each fault, by the name of the drill.
   *
   * @param seen of a cluster, or of manifests: where these have no status, they say nothing of runs
   */
  public static List<Finding> of(SeenDrills seen, Estate estate, boolean fromCluster) {
    List<Finding> findings = new ArrayList<>();
    for (DrillValidity drill : seen.standing(estate, estate.now())) {
      Loss loss = drill.loss();
      for (DrillValidity.Fault fault : drill.faults()) {
        if (fromCluster || !fault.code().equals("DrillNotRun")) {
          findings.add(
              new Finding(
                  "ResilienceDrill",
                  drill.name(),
                  fault.code(),
                  (loss == null || fault.code().equals("PromisesBroken")
                          ? ""
                          : "loss of " + loss.name() + ": ")
                      + fault.message()));
        }
      }
    }
    return findings;
  }
}
