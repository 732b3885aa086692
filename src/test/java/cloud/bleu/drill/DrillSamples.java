package cloud.bleu.drill;

import cloud.bleu.api.v1alpha1.ResilienceDrill;
import cloud.bleu.api.v1alpha1.ResilienceDrillStatus;
import cloud.bleu.placement.Estates;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Workload.Recover;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.simulation.Drill;
import cloud.bleu.placement.simulation.Loss;
import cloud.bleu.status.StatusSample;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Drills in the states that their status can say, each with what whoever waits has to see. */
public final class DrillSamples {

  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final String ONCE = "{scope: {site: s-a}, maxAge: 24h}";
  private static final String DAILY = "{scope: {site: s-a}, schedule: 0 6 * * *}";

  private final List<StatusSample> samples = new ArrayList<>();

  private DrillSamples() {}

  /** All of them. */
  public static List<StatusSample> all() {
    DrillSamples all = new DrillSamples();
    all.status("has passed", "Current", "Healthy", ONCE, ran(0));
    all.status("breaks a promise", "Current", "Degraded", ONCE, ran(1));
    all.status("runs", "InProgress", "Progressing", ONCE, (drill, read) -> runs(drill, read, true));
    all.status(
        "is to run tomorrow",
        "Current",
        "Healthy",
        DAILY,
        (drill, read) -> runs(drill, read, false));
    all.status(
        "is suspended",
        "Current",
        "Suspended",
        "{scope: {site: s-a}, maxAge: 24h, suspend: true}",
        (drill, read) -> runs(drill, read, false));
    all.status(
        "loses a place that is not there",
        "Failed",
        "Degraded",
        "{scope: {site: s-x}, maxAge: 24h}",
        (drill, read) -> runs(drill, read, false));
    // Nothing repeats it: somebody has to ask again, or to report a defect.
    all.status("ended with an error", "Failed", "Degraded", ONCE, DrillSamples::fault);
    // The schedule does.
    all.status("ended with an error today", "Current", "Degraded", DAILY, DrillSamples::fault);
    return all.samples;
  }

  /** What the operator writes of a drill. */
  private interface Written {
    ResilienceDrillStatus of(ResilienceDrill drill, DrillTranslator.Read read);
  }

  private static ResilienceDrillStatus runs(
      ResilienceDrill drill, DrillTranslator.Read read, boolean runs) {
    return DrillStatus.of(drill, read, null, runs, NOW);
  }

  private static ResilienceDrillStatus fault(ResilienceDrill drill, DrillTranslator.Read read) {
    return DrillStatus.of(
        drill, read, new DrillFault(DrillRun.Cause.Once, "", "java.lang.Error: e"), NOW);
  }

  private static Written ran(int keep) {
    Estate estate = estate(keep);
    DrillRun run =
        new DrillRun(
            Drill.of(estate, Loss.of(Scope.SITE, "s-a", estate)),
            DrillRun.Cause.Once,
            "",
            "sha256:" + "d".repeat(64));
    return (drill, read) -> DrillStatus.of(drill, read, run, false, NOW);
  }

  private static Estate estate(int keep) {
    return Estates.estate()
        .zone(Estates.zone("a").site("s-a").cpu(400), Estates.zone("b").site("s-b").cpu(400))
        .workload(
            Estates.workload("web")
                .replicas(1)
                .cpu(1)
                .tolerate(Scope.SITE, keep, Recover.Reserved, false))
        .running("web", "a", 1)
        .build()
        .at(NOW);
  }

  private void status(String state, String kstatus, String argo, String spec, Written written) {
    ResilienceDrill drill =
        Serialization.unmarshal(
            """
            apiVersion: placement.bleu.cloud/v1alpha1
            kind: ResilienceDrill
            metadata: {name: d, uid: u, generation: 1}
            spec: %s
            """
                .formatted(spec),
            ResilienceDrill.class);
    drill.setStatus(null);
    ResilienceDrillStatus status = written.of(drill, DrillTranslator.read(drill, estate(0)));
    ObjectNode json = Serialization.jsonMapper().valueToTree(drill);
    json.set("status", Serialization.jsonMapper().valueToTree(status));
    samples.add(new StatusSample(state, json, kstatus, argo));
  }
}
