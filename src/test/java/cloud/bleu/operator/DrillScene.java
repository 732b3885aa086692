package cloud.bleu.operator;

import cloud.bleu.api.v1alpha1.ResilienceDrill;
import cloud.bleu.api.v1alpha1.ResilienceDrillStatus;
import cloud.bleu.api.v1alpha1.ResilienceDrillStatus.Run;
import cloud.bleu.api.v1alpha1.ResilienceDrillStatus.WorkloadVerdict;
import cloud.bleu.evidence.chain.ChainLine;
import cloud.bleu.status.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A live drill whose window is open, as it is asked for and seen: in its status, and in a chain.
 */
final class DrillScene {

  private final KubernetesClient client;
  private final Scene scene;
  private final String name;

  DrillScene(KubernetesClient client, Scene scene, String name) {
    this.client = client;
    this.scene = scene;
    this.name = name;
  }

  /**
   * Creates it: it begins by itself.
   *
   * @param scope of its spec, in the flow style of YAML
   */
  void create(String scope) {
    scene.create(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: ResilienceDrill
        metadata: {name: %s}
        spec:
          scope: {%s}
          mode: Live
          window: {opens: "* * * * *", duration: 12h}
          budget: {replicas: 9}
        """
            .formatted(name, scope));
  }

  /** Asks for a run by hand. */
  void again() {
    client
        .resources(ResilienceDrill.class)
        .withName(name)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\":{\"annotations\":{\"%s\":\"again\"}}}"
                .formatted(ResilienceDrill.RUN_REQUESTED));
  }

  /** Takes it away. */
  void delete() {
    client.resources(ResilienceDrill.class).withName(name).delete();
  }

  private ResilienceDrillStatus status() {
    return client.resources(ResilienceDrill.class).withName(name).get().getStatus();
  }

  /** That of the run under way; empty: there is none. */
  String phase() {
    ResilienceDrillStatus status = status();
    return status == null || status.live() == null ? "" : status.live().phase();
  }

  /** Runs that are over, the last one first. */
  List<Run> history() {
    ResilienceDrillStatus status = status();
    return status == null ? List.of() : status.history();
  }

  /** Verdicts of the last run, by workload. */
  List<WorkloadVerdict> workloads() {
    return status().workloads();
  }

  /** Status and reason of a condition; empty: there is none. */
  String condition(String type) {
    ResilienceDrillStatus status = status();
    Condition condition = status == null ? null : Conditions.find(status.conditions(), type);
    return condition == null ? "" : condition.getStatus() + " " + condition.getReason();
  }

  /** What an exported chain says of the drill, in its order. */
  List<String> said(Path export) {
    return said(export, name);
  }

  /** What an exported chain says of a drill, in its order. */
  static List<String> said(Path export, String name) {
    List<String> said = new ArrayList<>();
    for (String text : ExportedChain.lines(export)) {
      ChainLine line = ChainLine.read(text);
      if (line.kind().startsWith("Drill") && name.equals(line.content("drill"))) {
        said.add(
            Stream.of("verdict", "as", "cause")
                .map(line::content)
                .filter(Objects::nonNull)
                .reduce(line.kind(), (all, one) -> all + " " + one));
      }
    }
    return said;
  }
}
