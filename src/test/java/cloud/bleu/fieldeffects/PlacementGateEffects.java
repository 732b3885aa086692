package cloud.bleu.fieldeffects;

import static cloud.bleu.fieldeffects.Row.row;

import cloud.bleu.api.v1alpha1.PlacementGate;
import cloud.bleu.delivery.gate.ExistingPodCheck;
import cloud.bleu.fieldeffects.Row.View;
import cloud.bleu.ledger.HubGateWriter;
import cloud.bleu.ledger.LedgerConflictException;
import cloud.bleu.sandbox.EmbeddedApiServer;
import cloud.bleu.sandbox.PatientClients;
import cloud.bleu.sandbox.ProjectCrds;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.stream.Stream;

/**
 * What every field of a PlacementGate does: to a pod that is there, and to a writer. What admission
 * makes of them is tried on a real control plane.
 */
final class PlacementGateEffects {
  private static final String GATE = "PlacementGate/decisions";
  private static final String OPEN =
      "{metadata: {namespace: shop}, spec: {sequence: 7, zones: {a: {nodeSelector: {zone: a}}, b: {nodeSelector: {zone: b}}},"
          + " children: {web-a-0a1b2c: {workload: web, zone: a}}}}";
  private static final Pod POD =
      Serialization.unmarshal(
          """
          apiVersion: v1
          kind: Pod
          metadata:
            name: web-a-0a1b2c-0
            namespace: shop
            labels: {placement.bleu.cloud/workload: web, placement.bleu.cloud/zone: a}
            ownerReferences: [{apiVersion: apps/v1, kind: StatefulSet, name: web-a-0a1b2c, uid: u, controller: true}]
          spec: {nodeSelector: {zone: a}, containers: [{name: main, image: none}]}
          """);

  private PlacementGateEffects() {}

  static List<Row> rows() {
    return Stream.of(children(), GateOthersEffects.rows()).flatMap(List::stream).toList();
  }

  private static List<Row> children() {
    return List.of(
        row("spec.zones{}.nodeSelector{}")
            .given(GATE, OPEN)
            .edit(GATE, "{spec: {zones: {a: {nodeSelector: {zone: c}}}}}")
            .see(pod(), "admitted", "NodeSelectorDiffers"),
        row("spec.children{}.workload")
            .given(GATE, OPEN)
            .edit(GATE, "{spec: {children: {web-a-0a1b2c: {workload: other}}}}")
            .see(pod(), "admitted", "LabelsDiffer"),
        row("spec.children{}.zone")
            .given(GATE, OPEN)
            .edit(GATE, "{spec: {children: {web-a-0a1b2c: {zone: b}}}}")
            .see(pod(), "admitted", "LabelsDiffer"),
        row("spec.sequence")
            .given(GATE, OPEN)
            .edit(GATE, "{spec: {sequence: 9}}")
            .see(writtenOver(), "written", "left to who decided later"));
  }

  /** What the audit says of a pod of web in a. */
  private static View pod() {
    return world -> {
      ExistingPodCheck.Breach breach =
          ExistingPodCheck.of(world.object(PlacementGate.class, GATE).getSpec(), POD);
      return breach == null ? "admitted" : breach.name();
    };
  }

  /** What a writer with decision 8 does to a gate that changed since it read it. */
  private static View writtenOver() {
    return world -> {
      try (EmbeddedApiServer server = EmbeddedApiServer.start(ProjectCrds.all());
          KubernetesClient client = PatientClients.of(server)) {
        PlacementGate gate = world.object(PlacementGate.class, GATE);
        PlacementGate older = world.object(PlacementGate.class, GATE);
        older.setSpec(sequence(older, 1));
        client.resource(older).create();
        HubGateWriter writer = new HubGateWriter(client);
        writer.recover();
        client.resource(gate).update();
        writer.write("shop", sequence(gate, 8));
        return "written";
      } catch (LedgerConflictException e) {
        return "left to who decided later";
      }
    };
  }

  private static cloud.bleu.api.v1alpha1.PlacementGateSpec sequence(PlacementGate gate, long to) {
    return new cloud.bleu.api.v1alpha1.PlacementGateSpec(
        to, gate.getSpec().zones(), gate.getSpec().children());
  }
}
