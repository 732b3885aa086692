package cloud.bleu.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.CloudProvider;
import cloud.bleu.api.v1alpha1.ResilienceDrill;
import cloud.bleu.cli.Typed;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.sandbox.ControlPlane;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Somebody signs what was read, and the object changes before it is written: a status is no matter,
 * an edit is.
 */
@RealControlPlane
class SeenObjectTest {
  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

  @TempDir Path folder;

  /** What is signed, how, and what an edit would have signed in its place. */
  private enum Signed {
    FACT(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: CloudProvider
        metadata: {name: acme}
        spec:
          displayName: Acme
          ownership:
            holders: [{name: A, of: Acme, country: FR}]
            provenance: {basis: Contract, source: the register, asOf: 2026-03-01}
          offerings: [{name: base, layers: [CaaS], regions: [north]}]
        """,
        "{\"spec\":{\"ownership\":{\"holders\":[{\"name\":\"B\",\"of\":\"Acme\",\"country\":\"US\"}]}}}",
        "/spec/ownership/provenance/asOf",
        "2026-11-24",
        "CloudProvider/acme changed meanwhile; look at it again," + " then confirm",
        "facts",
        "confirm",
        "CloudProvider/acme",
        "ownership"),
    WAIVER(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: SovereigntyWaiver
        metadata: {name: keys, namespace: default}
        spec:
          policyRef: secnumcloud
          rule: keys
          workloadRef: {name: web}
          reason: the module is on order
          requestedBy: anne
          notBefore: "2026-11-01T00:00:00Z"
          expirationTime: "2027-01-01T00:00:00Z"
        """,
        "{\"spec\":{\"workloadRef\":{\"name\":\"ledger\"}}}",
        "/spec/approvedBy",
        null,
        "the waiver changed meanwhile; read it again, then" + " approve",
        "waivers",
        "approve",
        "keys",
        "-n",
        "default"),
    DRILL(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: ResilienceDrill
        metadata: {name: fr-a}
        spec: {scope: {zone: fr-a}}
        """,
        "{\"spec\":{\"mode\":\"Live\",\"window\":{\"opens\":\"0 22 * * 6\",\"duration\":\"4h\"},"
            + "\"budget\":{\"replicas\":4}}}",
        "/metadata/annotations/" + ResilienceDrill.RUN_REQUESTED.replace("/", "~1"),
        null,
        "fr-a changed meanwhile; look at it again, then ask" + " again",
        "drill",
        "--run",
        "fr-a");

    private final String manifest;
    private final String edit;
    private final String field;
    private final @Nullable String value;
    private final String refusal;
    private final List<String> line;

    Signed(
        String manifest,
        String edit,
        String field,
        @Nullable String value,
        String refusal,
        String... line) {
      this.manifest = manifest;
      this.edit = edit;
      this.field = field;
      this.value = value;
      this.refusal = refusal;
      this.line = List.of(line);
    }
  }

  @Test
  void aStatusIsNoMatterAndAnEditOrAnotherObjectIs(ControlPlane plane, KubernetesClient client)
      throws Exception {
    // A server that has just learned a kind answers 429 to who lists it first; this client waits.
    client.resources(AvailabilityZone.class).list();
    client.resources(CloudProvider.class).list();
    client.resource(Serialization.<HasMetadata>unmarshal(POLICY)).create();
    for (Signed signed : Signed.values()) {
      Resource<GenericKubernetesResource> object =
          client.resource(
              Serialization.unmarshal(signed.manifest, GenericKubernetesResource.class));
      object.create();
      AtomicInteger writes = new AtomicInteger();

      refused(plane, signed, object, writes, () -> object.patch(MERGE, signed.edit));
      object.delete();
      object.create();
      refused(
          plane,
          signed,
          object,
          writes,
          () -> {
            // Another one of its name, which asks for the same.
            object.delete();
            object.create();
          });

      object.delete();
      object.create();
      writes.set(0);
      Typed taken =
          typed(
              plane,
              signed,
              writes,
              nth -> {
                object
                    .subresource("status")
                    .patch(MERGE, "{\"status\":{\"observedGeneration\":" + nth + "}}");
                object.patch(MERGE, "{\"metadata\":{\"labels\":{\"seen\":\"" + nth + "\"}}}");
              });
      assertEquals(0, taken.code(), signed + taken.err());
      assertEquals(3, writes.get(), signed + " is tried until nobody comes between");
      String after = said(object, signed);
      assertTrue(signed.value == null ? !after.isEmpty() : after.equals(signed.value), after);
    }
  }

  /** What the approval of the waiver reads. */
  private static final String POLICY =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: SovereigntyPolicy
      metadata: {name: secnumcloud}
      spec:
        rules: [{name: keys, rule: data-location, action: Enforce, parameters: {countries: [FR]}}]
        waivable: [keys]
      """;

  private void refused(
      ControlPlane plane,
      Signed signed,
      Resource<GenericKubernetesResource> object,
      AtomicInteger writes,
      Runnable between)
      throws Exception {
    writes.set(0);
    Typed refused = typed(plane, signed, writes, once -> between.run());
    assertEquals(1, refused.code(), signed + refused.out());
    assertTrue(
        refused.err().replaceAll("\\s+", " ").contains(signed.refusal), signed + refused.err());
    assertEquals(1, writes.get(), signed + " is tried once");
    assertEquals(
        signed == Signed.WAIVER,
        refused.out().startsWith("You approve that rule keys of policy secnumcloud is set aside"),
        "what is approved is shown before it is written: " + refused.out());
    String before = said(object, signed);
    assertTrue(signed.value == null ? before.isEmpty() : !before.equals(signed.value), before);
  }

  /** What the verb says, where somebody changes the object before each of the first two writes. */
  private Typed typed(
      ControlPlane plane, Signed signed, AtomicInteger writes, Consumer<Integer> between)
      throws Exception {
    Fault race =
        new Fault() {
          @Override
          public @Nullable Answer instead(Request request) {
            if (request.method().equals("PATCH") && writes.incrementAndGet() <= 2) {
              between.accept(writes.get());
            }
            return null;
          }
        };
    Config admin = Config.fromKubeconfig(plane.adminKubeconfig());
    try (FaultProxy proxy = new FaultProxy(admin, race)) {
      Path kubeconfig = folder.resolve(signed.name().toLowerCase(Locale.ROOT));
      Files.writeString(kubeconfig, proxy.kubeconfig());
      List<String> line = new ArrayList<>(signed.line);
      line.addAll(List.of("--kubeconfig", kubeconfig.toString()));
      return Typed.withInput("", line.toArray(String[]::new));
    }
  }

  private static String said(Resource<GenericKubernetesResource> object, Signed signed) {
    return Serialization.jsonMapper().valueToTree(object.get()).at(signed.field).asText();
  }
}
