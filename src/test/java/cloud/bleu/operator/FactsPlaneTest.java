package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.CloudProvider;
import cloud.bleu.cli.Typed;
import cloud.bleu.controlplane.AdmissionPolicies;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.controlplane.TestNamespace;
import cloud.bleu.sandbox.ControlPlane;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Facts for which somebody vouches, under the hands of an ordinary user and of who may attest. */
@RealControlPlane(oneWorld = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FactsPlaneTest {

  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

  private static final String VOUCHED =
      "provenance: {basis: Contract, source: annex 1, asOf: 2026-03-01}";

  private static final String PROVIDER =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: CloudProvider
      metadata: {name: acme}
      spec:
        displayName: Acme
        legalEntity: {name: Acme, registeredOffice: FR, P}
        ownership: {holders: [{name: A, of: Acme, country: FR}], P}
        operations: {administrationFrom: [FR], P}
        suppliers: [{name: Vendor, country: US, P}, {name: Other, country: FR}]
        offerings:
        - name: base
          layers: [CaaS]
          regions: [north]
          agreement: {reference: A-1, P}
          qualifications: [{scheme: SecNumCloud, version: "3.2", state: Qualified, layers: [CaaS], P}]
      """
          .replace("P}", VOUCHED + "}");

  private static final String ZONE =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: AvailabilityZone
      metadata: {name: north-a}
      spec:
        provider: acme
        offerings: [base]
        region: north
        site: s
        siteP
        location: {country: FR, latitude: "48.8", longitude: "2.3", coordinatesQ, P}
        failureDomains: {flood: None}
        failureDomainsP
        homologations: [{reference: H-1, dataClasses: [Health], P}]
        storage: {classes: [{name: fast, encrypted: true}], P}
        capacity: {cpu: "10", memory: 10Gi, largestNode: {cpu: "4", memory: 4Gi}}
        target: {nodeSelector: {zone: north-a}}
      """
          .replace("P}", VOUCHED + "}")
          .replace("coordinatesQ", "coordinatesP" + VOUCHED.substring(1))
          .replace("siteP", "siteP" + VOUCHED.substring(1))
          .replace("DomainsP\n", "DomainsP" + VOUCHED.substring(1) + "\n");

  @TempDir Path folder;
  private KubernetesClient client;
  private KubernetesClient alice;
  private @Nullable AdmissionPolicies policies;
  private String namespace;

  @BeforeEach
  void start(ControlPlane plane, KubernetesClient client, TestNamespace namespace) {
    if (policies == null) {
      this.client = client;
      this.namespace = namespace.name();
      alice = OrdinaryUser.of(plane, client, "alice", this.namespace);
      policies = AdmissionPolicies.install(plane, folder);
    }
    client.resource((HasMetadata) Serialization.unmarshal(PROVIDER)).create();
    client.resource((HasMetadata) Serialization.unmarshal(ZONE)).create();
  }

  @AfterEach
  void clear() {
    client.resources(AvailabilityZone.class).delete();
    client.resources(CloudProvider.class).delete();
  }

  @AfterAll
  void stop() {
    if (policies != null) {
      alice.close();
      policies.close();
    }
  }

  @Test
  void whatIsVouchedForIsNeitherWeakenedNorRemoved(ControlPlane plane) {
    String all =
        "spec.legalEntity, spec.ownership, spec.operations, spec.suppliers[Vendor],"
            + " spec.offerings[base]";
    assertAll(
        // Weakened: the value stays and nobody vouches for it any more.
        refused(
            "weakening a basis",
            "alice may not take back spec.legalEntity, for which somebody vouches",
            () -> provider("{\"legalEntity\":{\"provenance\":{\"basis\":\"Assumption\"}}}")),
        refused(
            "removing a provenance",
            "alice may not take back spec.ownership",
            () -> provider("{\"ownership\":{\"provenance\":null}}")),
        refused(
            "removing a group",
            "alice may not take back spec.operations",
            () -> provider("{\"operations\":null}")),
        refused(
            "removing the list of suppliers",
            "alice may not take back spec.suppliers[Vendor]",
            () -> provider("{\"suppliers\":[{\"name\":\"Other\",\"country\":\"FR\"}]}")),
        refused(
            "removing an offering",
            "alice may not take back spec.offerings[base]",
            () -> provider("{\"offerings\":[]}")),
        refused(
            "removing a qualification and an agreement",
            "alice may not take back spec.offerings[base]",
            () ->
                provider(
                    "{\"offerings\":[{\"name\":\"base\",\"layers\":[\"CaaS\"],\"regions\":[\"north\"]}]}")),
        refused("deleting a provider", "alice may not take back " + all, () -> provider().delete()),
        // A new value with the old word for it is vouching.
        refused(
            "another value",
            "alice may not vouch for spec.legalEntity",
            () -> provider("{\"legalEntity\":{\"registeredOffice\":\"DE\"}}")),
        refused(
            "a zone's site",
            "alice may not take back spec.site",
            () -> zone("{\"siteProvenance\":null}")),
        refused(
            "a zone's hazards",
            "alice may not take back spec.failureDomains",
            () -> zone("{\"failureDomains\":null,\"failureDomainsProvenance\":null}")),
        refused(
            "a zone's homologation",
            "alice may not take back spec.homologations[H-1]",
            () -> zone("{\"homologations\":[]}")),
        refused(
            "a zone's location and storage",
            "alice may not take back spec.location, spec.storage",
            () -> zone("{\"location\":{\"provenance\":null},\"storage\":null}")),
        refused(
            "a zone's coordinates",
            "alice may not vouch for spec.location",
            () -> zone("{\"location\":{\"coordinatesProvenance\":{\"basis\":\"Assumption\"}}}")),
        refused(
            "deleting a zone",
            "alice may not take back spec.location, spec.storage, spec.site,"
                + " spec.failureDomains, spec.location.coordinates, spec.homologations[H-1]",
            () -> zone().delete()));

    // What nobody vouches for is anybody's.
    provider("{\"displayName\":\"Acme SAS\"}");
    provider(
        "{\"suppliers\":[{\"name\":\"Vendor\",\"country\":\"US\",\"provenance\":{\"basis\":\"Contract\","
            + "\"source\":\"annex 1\",\"asOf\":\"2026-03-01\"}}]}");
    zone("{\"state\":\"Cordoned\"}");
    alice.resource((HasMetadata) Serialization.unmarshal(guess())).create();
    alice.resources(CloudProvider.class).withName("guess").delete();
    assertNull(client.resources(CloudProvider.class).withName("guess").get());

    // GitOps that prunes needs the verb as well.
    String robot = "system:serviceaccount:flux-system:kustomize-controller";
    try (KubernetesClient flux = OrdinaryUser.of(plane, client, robot, namespace)) {
      assertAll(
          refused(
              "pruning",
              robot + " may not take back " + all,
              () -> flux.resources(CloudProvider.class).withName("acme").delete()));
    }
    try (KubernetesClient carol = OrdinaryUser.with("attest", plane, client, "carol", namespace)) {
      Resource<CloudProvider> acme = carol.resources(CloudProvider.class).withName("acme");
      acme.patch(MERGE, "{\"spec\":{\"ownership\":{\"provenance\":{\"basis\":\"Assumption\"}}}}");
      acme.delete();
      carol.resources(AvailabilityZone.class).withName("north-a").delete();
    }
    assertNull(provider().get());
    assertNull(zone().get());
  }

  @Test
  void aConfirmationIsWrittenByWhoMayAttest(ControlPlane plane) throws Exception {
    String[] confirm = {
      "facts", "confirm", "CloudProvider/acme", "ownership", "--source", "the register"
    };
    Typed refused = confirm(plane, "alice", confirm);
    assertEquals(1, refused.code(), refused.out());
    assertTrue(
        refused.err().contains("alice may not vouch for spec.ownership")
            && refused
                .err()
                .contains("needed: get, list and patch on cloudproviders, and the verb attest"),
        refused.err());
    assertEquals("2026-03-01", provider().get().getSpec().ownership().provenance().asOf());

    // Who may read nothing is told what to ask for, and it is not more than this takes.
    Typed stranger = confirm(plane, "mallory", confirm);
    assertEquals(1, stranger.code(), stranger.out());
    assertTrue(
        stranger
            .err()
            .contains(
                "answered 403; ask for get and list on cloudproviders and availabilityzones of"
                    + " placement.bleu.cloud"),
        stranger.err());

    OrdinaryUser.with("attest", plane, client, "carol", namespace).close();
    Typed done = confirm(plane, "carol", confirm);
    assertEquals(0, done.code(), done.err());
    var provenance = provider().get().getSpec().ownership().provenance();
    assertEquals("Contract", provenance.basis());
    assertEquals("the register", provenance.source());
    assertEquals("2026-11-24", provenance.asOf());
    // Nothing else changed, and it shows who wrote it.
    assertEquals("2026-03-01", provider().get().getSpec().legalEntity().provenance().asOf());
    var written =
        provider().get().getMetadata().getManagedFields().stream()
            .filter(m -> m.getManager().equals("bleu-facts"))
            .toList();
    assertEquals(1, written.size());
    String fields = Serialization.asJson(written.get(0).getFieldsV1());
    assertTrue(fields.contains("\"f:asOf\"") && fields.contains("\"f:source\""), fields);
    assertTrue(!fields.contains("f:holders") && !fields.contains("f:legalEntity"), fields);

    // Within a list, by its place in it.
    assertEquals(
        0,
        confirm(
                plane,
                "carol",
                "facts",
                "confirm",
                "cprov/acme",
                "offerings[base].qualifications[SecNumCloud]",
                "--basis",
                "RegulatorList")
            .code());
    assertEquals(
        "RegulatorList",
        provider().get().getSpec().offerings().get(0).qualifications().get(0).provenance().basis());
  }

  private Typed confirm(ControlPlane plane, String user, String... typed) throws Exception {
    Path kubeconfig = folder.resolve(user);
    Files.writeString(kubeconfig, plane.kubeconfig(user));
    String[] all = java.util.Arrays.copyOf(typed, typed.length + 2);
    all[typed.length] = "--kubeconfig";
    all[typed.length + 1] = kubeconfig.toString();
    return Typed.withInput("", all);
  }

  private static String guess() {
    return PROVIDER.replace("name: acme}", "name: guess}").replace("Contract", "Assumption");
  }

  private void provider(String spec) {
    provider().patch(MERGE, "{\"spec\":" + spec + "}");
  }

  private Resource<CloudProvider> provider() {
    return alice.resources(CloudProvider.class).withName("acme");
  }

  private void zone(String spec) {
    zone().patch(MERGE, "{\"spec\":" + spec + "}");
  }

  private Resource<AvailabilityZone> zone() {
    return alice.resources(AvailabilityZone.class).withName("north-a");
  }

  private static Executable refused(String what, String words, Executable attempt) {
    return () -> {
      KubernetesClientException e =
          assertThrows(KubernetesClientException.class, attempt, what + " went through");
      String said = e.getStatus() == null ? e.getMessage() : e.getStatus().getMessage();
      assertEquals(403, e.getCode(), what + ": " + said);
      assertTrue(said.contains(words), what + ": " + said);
    };
  }
}
