package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.SovereigntyWaiver;
import cloud.bleu.chart.Helm;
import cloud.bleu.cli.Typed;
import cloud.bleu.controlplane.AdmissionPolicies;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.controlplane.TestNamespace;
import cloud.bleu.sandbox.ControlPlane;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A waiver that is kept in Git: applied by a service account as Flux and as Argo CD apply, approved
 * by a person, applied again and again. Under the admission policies of the chart.
 */
@RealControlPlane
class WaiverGitOpsPlaneTest {

  private static final String FLUX = "system:serviceaccount:flux-system:kustomize-controller";
  private static final String ARGO = "system:serviceaccount:argocd:argocd-application-controller";

  /** What a tool types, but for the file. */
  private enum Tool {
    /** https://fluxcd.io/flux/faq: server-side apply, conflicts forced. */
    Flux(FLUX, "--server-side", "--force-conflicts", "--field-manager=kustomize-controller"),
    /** With the option ServerSideApply=true. */
    ArgoServerSide(ARGO, "--server-side", "--force-conflicts", "--field-manager=argocd-controller"),
    /** Three-way, by the annotation of what was applied last. */
    ArgoClientSide(ARGO, "--field-manager=argocd-controller");

    final String user;
    final List<String> flags;

    Tool(String user, String... flags) {
      this.user = user;
      this.flags = List.of(flags);
    }

    String waiver() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  @TempDir Path folder;
  private KubernetesClient client;
  private AdmissionPolicies policies;
  private ControlPlane plane;
  private String namespace;

  @BeforeEach
  void start(ControlPlane plane, KubernetesClient client, TestNamespace namespace) {
    this.client = client;
    this.plane = plane;
    this.namespace = namespace.name();
    client.resource((HasMetadata) Serialization.unmarshal(POLICY)).serverSideApply();
    policies = AdmissionPolicies.install(plane, folder);
    List.of(FLUX, ARGO)
        .forEach(user -> OrdinaryUser.of(plane, client, user, this.namespace).close());
    OrdinaryUser.approver(plane, client, "carol", this.namespace).close();
  }

  @AfterEach
  void stop() {
    policies.close();
  }

  @Test
  void whatAPersonApprovedStaysApproved() throws IOException {
    for (Tool tool : Tool.values()) {
      String asked = waiver(tool, "2027-01-01T00:00:00Z", "");
      assertEquals(0, applied(tool, asked).code(), tool.name());

      Typed approved =
          Typed.withInput(
              "",
              "waivers",
              "approve",
              tool.waiver(),
              "-n",
              namespace,
              "--kubeconfig",
              kubeconfig("carol").toString());
      assertEquals(0, approved.code(), approved.err());
      // Flux takes back what a person wrote with kubectl, by the name of the field manager.
      assertEquals(List.of("bleu-approval"), owners(tool));

      // The same again, and with another label: the approval is nobody's in Git, so it stays.
      for (String label : List.of("", "team: records")) {
        Helm.Result again = applied(tool, waiver(tool, "2027-01-01T00:00:00Z", label));
        assertEquals(0, again.code(), tool + ": " + again.err());
        assertEquals("carol", current(tool).getSpec().approvedBy(), tool.name());
        assertTrue(current(tool).getSpec().approvedStatement().startsWith("sha256:"));
      }
      assertEquals("records", current(tool).getMetadata().getLabels().get("team"));

      // What was approved is what was read then: a later end is not slipped in.
      Helm.Result longer = applied(tool, waiver(tool, "2028-01-01T00:00:00Z", ""));
      assertTrue(longer.code() != 0, tool.name());
      assertTrue(longer.err().contains("an approved waiver does not change"), longer.err());
      // Nor is it approved in Git, by whoever may write there.
      Helm.Result byGit =
          applied(tool, asked.replace("  reason:", "  approvedBy: mallory\n  reason:"));
      assertTrue(byGit.code() != 0, tool.name());
      // A replacement as a whole would take the approval away; it is refused as a whole.
      Helm.Result replaced = kubectl(tool, "replace", "-f", write(tool, asked));
      assertTrue(replaced.code() != 0, tool.name());
      assertTrue(replaced.err().contains("an approved waiver does not change"), replaced.err());
      assertEquals("carol", current(tool).getSpec().approvedBy());
      assertEquals("2027-01-01T00:00:00Z", current(tool).getSpec().expirationTime());
    }
  }

  /** What is approved is the rule as a policy states it. */
  private static final String POLICY =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: SovereigntyPolicy
      metadata: {name: abroad}
      spec:
        rules: [{name: place, rule: data-location, action: Enforce, parameters: {countries: [DE]}}]
        waivable: [place]
      """;

  private List<String> owners(Tool tool) {
    List<String> owners = new ArrayList<>();
    for (ManagedFieldsEntry entry : current(tool).getMetadata().getManagedFields()) {
      Object spec = entry.getFieldsV1().getAdditionalProperties().get("f:spec");
      if (spec instanceof java.util.Map<?, ?> fields && fields.containsKey("f:approvedBy")) {
        owners.add(entry.getManager());
      }
    }
    return owners;
  }

  private SovereigntyWaiver current(Tool tool) {
    return client.resources(SovereigntyWaiver.class).withName(tool.waiver()).get();
  }

  private static String waiver(Tool tool, String end, String labels) {
    return """
    apiVersion: placement.bleu.cloud/v1alpha1
    kind: SovereigntyWaiver
    metadata: {name: %s, labels: {%s}}
    spec:
      policyRef: abroad
      rule: place
      workloadRef: {name: web}
      reason: the move abroad is late
      notBefore: "2026-11-01T00:00:00Z"
      expirationTime: "%s"
      requestedBy: %s
    """
        .formatted(tool.waiver(), labels, end, tool.user);
  }

  private Helm.Result applied(Tool tool, String yaml) throws IOException {
    List<String> typed = new ArrayList<>(List.of("apply", "-f", write(tool, yaml)));
    typed.addAll(tool.flags);
    return kubectl(tool, typed.toArray(String[]::new));
  }

  private String write(Tool tool, String yaml) throws IOException {
    Path file = folder.resolve(tool + ".yaml");
    Files.writeString(file, yaml);
    return file.toString();
  }

  private Helm.Result kubectl(Tool tool, String... typed) throws IOException {
    List<String> all = new ArrayList<>(List.of(typed));
    all.addAll(List.of("-n", namespace));
    return Helm.with(plane.binaries(), folder, kubeconfig(tool.user))
        .typedKubectl(all.toArray(String[]::new));
  }

  private Path kubeconfig(String user) throws IOException {
    Path file = folder.resolve(user.replace(':', '-'));
    if (!Files.exists(file)) {
      Files.writeString(file, plane.kubeconfig(user));
    }
    return file;
  }
}
