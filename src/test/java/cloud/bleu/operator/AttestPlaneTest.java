package cloud.bleu.operator;

import static cloud.bleu.operator.GovernedNamespace.MERGE;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertAll;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.CloudProvider;
import cloud.bleu.api.v1alpha1.ResilienceDrill;
import cloud.bleu.chart.Helm;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.controlplane.TestNamespace;
import cloud.bleu.sandbox.ControlPlane;
import cloud.bleu.sandbox.SandboxClients;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who vouches for facts, puts a zone under those of others, and has replicas leave zones. */
@RealControlPlane(oneWorld = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AttestPlaneTest {
  private KubernetesClient client;
  private @Nullable GovernedNamespace shop;

  @BeforeEach
  void start(
      ControlPlane plane, KubernetesClient client, TestNamespace namespace, @TempDir Path folder) {
    this.client = client;
    if (shop == null) {
      shop = new GovernedNamespace(plane, client, namespace, folder);
    }
    for (String yaml :
        new String[] {PROVIDER.formatted("acme", "RegulatorList", "FR"), ZONE.formatted("fr-a")}) {
      client.resource((HasMetadata) Serialization.unmarshal(yaml)).create();
    }
  }

  @AfterEach
  void clear() {
    client.resources(ResilienceDrill.class).delete();
    client.resources(AvailabilityZone.class).delete();
    client.resources(CloudProvider.class).delete();
  }

  @AfterAll
  void stop() {
    if (shop != null) {
      shop.close();
    }
  }

  @Test
  void whoHasReplicasLeaveZonesHasTheRight() {
    String may = "alice may not have replicas leave ";
    client
        .resource((HasMetadata) Serialization.unmarshal(DRILL.formatted("theirs", "zone: fr-a")))
        .create();
    assertAll(
        Refused.with(
            "a live drill of a zone",
            may + "fr-a for a live drill: ask for the verb drill on availabilityzones",
            () -> shop.create(DRILL.formatted("own", "zone: fr-a"))),
        Refused.with(
            "a live drill of a provider",
            may + "acme for a live drill: ask for the verb drill on cloudproviders",
            () -> shop.create(DRILL.formatted("own", "provider: acme"))),
        Refused.with(
            "a live drill of a site",
            may + "zones for a live drill: ask for the verb drill on availabilityzones",
            () -> shop.create(DRILL.formatted("own", "site: s"))),
        () -> shop.create(DRILL.formatted("own", "zone: fr-a").replace("Live", "Shadow")),
        Refused.with(
            "a shadow drill made live", may, () -> drill("own", "{\"spec\":{\"mode\":\"Live\"}}")),
        Refused.with("a run that she asks for", may, () -> drill("theirs", RUN_REQUESTED)),
        Refused.with(
            "a larger budget",
            may,
            () -> drill("theirs", "{\"spec\":{\"budget\":{\"replicas\":9}}}")),
        () -> drill("theirs", RUN_REQUESTED.replace("run-", "abort-")),
        () -> drill("theirs", "{\"spec\":{\"suspend\":true}}"),
        Refused.with(
            "the end of a suspension",
            may,
            () -> drill("theirs", "{\"spec\":{\"suspend\":false}}")),
        () -> drill("theirs", "{\"spec\":{\"mode\":\"Shadow\"}}"),
        () -> shop.alice().resources(ResilienceDrill.class).withName("theirs").delete(),
        () -> client.resources(ResilienceDrill.class).withName("own").delete());
  }

  private static final String RUN_REQUESTED =
      "{\"metadata\":{\"annotations\":{\"placement.bleu.cloud/run-requested-at\":\"now\"}}}";

  private static final String DRILL =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: ResilienceDrill
      metadata: {name: %s}
      spec:
        scope: {%s}
        mode: Live
        window: {opens: 0 22 * * 6, duration: 4h}
        budget: {replicas: 4}
      """;

  private void drill(String name, String patch) {
    shop.alice().resources(ResilienceDrill.class).withName(name).patch(MERGE, patch);
  }

  @Test
  void whoVouchesHasTheRight() {
    assertAll(
        Refused.with(
            "attesting without the right",
            "alice may not vouch for spec.legalEntity",
            () -> shop.create(PROVIDER.formatted("mallory", "RegulatorList", "FR"))),
        () -> shop.create(PROVIDER.formatted("alices", "Assumption", "FR")),
        Refused.with(
            "raising a basis",
            "alice may not vouch for spec.legalEntity",
            () -> replace(PROVIDER.formatted("alices", "SignedDocument", "FR"))),
        () ->
            client
                .resource(
                    (HasMetadata)
                        Serialization.unmarshal(
                            PROVIDER.formatted("vouched", "RegulatorList", "US")))
                .create(),
        Refused.with(
            "changing what somebody else vouches for",
            "alice may not vouch for spec.legalEntity",
            () -> replace(PROVIDER.formatted("vouched", "RegulatorList", "FR"))),
        () -> replace(PROVIDER.formatted("vouched", "RegulatorList", "US").replace("IaaS", "CaaS")),
        Refused.with(
            "a vouched site",
            "alice may not vouch for spec.site",
            () ->
                zone("fr-a")
                    .patch(MERGE, "{\"spec\":{\"siteProvenance\":{\"basis\":\"Observation\"}}}")),
        Refused.with(
            "vouched coordinates",
            "alice may not vouch for spec.location.coordinates",
            () ->
                zone("fr-a")
                    .patch(
                        MERGE,
                        "{\"spec\":{\"location\":{\"latitude\":\"48.8\",\"longitude\":\"2.3\","
                            + "\"coordinatesProvenance\":{\"basis\":\"Observation\"}}}}")),
        Refused.with(
            "vouching for what nodes call",
            "alice may not vouch for spec.egress",
            () ->
                zone("fr-a")
                    .patch(
                        MERGE,
                        "{\"spec\":{\"egress\":{\"bootstrap\":[],\"provenance\":{\"basis\":\"Contract\"}}}}")),
        () -> zone("fr-a").patch(MERGE, "{\"spec\":{\"state\":\"Cordoned\"}}"),
        Refused.with(
            "a vouched qualification",
            "alice may not vouch for spec.offerings[base]",
            () ->
                replace(
                    PROVIDER
                        .formatted("alices", "Assumption", "FR")
                        .replace(
                            "regions: [north]",
                            "regions: [north], qualifications: [{scheme: SecNumCloud, state:"
                                + " Qualified, provenance: {basis: RegulatorList}}]"))));
  }

  /** What a qualification is asked to cover, and what is sold under it, is part of what it says. */
  @ParameterizedTest
  @CsvSource({
    "layers: [IaaS], layers: [CaaS]",
    "regions: [north], 'regions: [north], services: [mail]'"
  })
  void offeringThatSomebodyVouchesForStaysWhatItIs(String said, String other) {
    String sold =
        PROVIDER
            .formatted("sold", "Assumption", "FR")
            .replace(
                "regions: [north]",
                "regions: [north], qualifications: [{scheme: SecNumCloud, state: Qualified,"
                    + " provenance: {basis: RegulatorList}}]");
    client.resource((HasMetadata) Serialization.unmarshal(sold)).create();
    assertAll(
        Refused.with(
            other,
            "alice may not vouch for spec.offerings[base]",
            () -> replace(sold.replace(said, other))),
        () -> replace(sold.replace("FR", "DE")));
  }

  /** What is said of the provider, of its offerings in a region, and of the place, then holds. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          offerings                 | {"offerings":["base","qualified"]}
          offerings                 | {"offerings":null}
          provider                  | {"provider":"bleu"}
          region                    | {"region":"south"}
          target                    | {"target":{"nodeSelector":{"zone":"elsewhere"}}}
          provider, spec.offerings  | {"provider":"bleu","offerings":["azure"]}
          """)
  void zoneIsPutUnderOtherFactsByWhoMayVouch(String said, String spec) {
    String patch = "{\"spec\":" + spec + "}";
    assertAll(
        Refused.with(
            spec,
            "alice may not put a zone under facts that others vouch for, by spec."
                + said
                + ": leave it as it is, or ask for the verb attest on availabilityzones",
            () -> zone("fr-a").patch(MERGE, patch)),
        () -> client.resources(AvailabilityZone.class).withName("fr-a").patch(MERGE, patch));
  }

  /** As {@code bleu init} drafts them: of which offering a zone is, nodes do not say. */
  @Test
  void zoneOfNoOfferingIsDraftedByAnybody(ControlPlane plane) {
    String draft = draft("drafted");
    assertAll(
        // Its offering and its provider are both vouched for; the server names one of the two.
        Refused.with(
            "a zone of a qualified offering",
            "alice may not put a zone under facts that others vouch for, by spec.",
            () -> shop.create(ZONE.formatted("garage"))),
        () -> shop.create(PROVIDER.formatted("drafted", "Assumption", "FR")),
        // Nobody vouches for that provider.
        Refused.with(
            "a zone that says its offering",
            "alice may not put a zone under facts that others vouch for, by spec.offerings: leave it"
                + " out, or ask for the verb attest on availabilityzones",
            () -> shop.create(ZONE.formatted("sold").replace("acme", "drafted"))),
        () -> shop.create(draft),
        () -> zone("draft").patch(MERGE, "{\"spec\":{\"offerings\":[]}}"),
        Refused.with(
            "an offering later",
            "by spec.offerings: leave it as it is",
            () -> zone("draft").patch(MERGE, "{\"spec\":{\"offerings\":[\"base\"]}}")),
        () -> zone("draft").patch(MERGE, "{\"spec\":{\"usablePercent\":50}}"));
    try (KubernetesClient carol =
        OrdinaryUser.with("attest", plane, client, "carol", shop.name())) {
      assertAll(
          () ->
              carol
                  .resource((HasMetadata) Serialization.unmarshal(ZONE.formatted("north")))
                  .create(),
          () ->
              carol
                  .resources(AvailabilityZone.class)
                  .withName("draft")
                  .patch(MERGE, "{\"spec\":{\"offerings\":[\"base\"],\"region\":\"south\"}}"));
    }
  }

  /**
   * Who is on call reports a loss and closes a zone, and vouches for nothing that is said of it.
   */
  @Test
  void keeperOfZonesReportsLossesAndVouchesForNothing(ControlPlane plane, @TempDir Path folder) {
    var attested = client.resources(AvailabilityZone.class).withName("fr-a");
    attested.patch(MERGE, "{\"spec\":{\"siteProvenance\":{\"basis\":\"Observation\"}}}");
    List<HasMetadata> rights = rightsOf("keeper", "zone-keeper", folder);
    rights.forEach(object -> client.resource(object).serverSideApply());
    try (KubernetesClient keeper =
        SandboxClients.of(Config.fromKubeconfig(plane.kubeconfig("keeper")))) {
      Resource<AvailabilityZone> zone = keeper.resources(AvailabilityZone.class).withName("fr-a");
      String lost = "{\"metadata\":{\"annotations\":{\"placement.bleu.cloud/incident\":%s}}}";
      await("the server knows the keeper")
          .atMost(Scene.SOON)
          .until(() -> GovernedNamespace.goes(() -> zone.patch(MERGE, lost.formatted("\"Lost\""))));
      assertAll(
          () -> zone.patch(MERGE, lost.formatted("null")),
          () -> zone.patch(MERGE, "{\"spec\":{\"state\":\"Cordoned\"}}"),
          () -> zone.patch(MERGE, "{\"spec\":{\"state\":\"Active\"}}"),
          Refused.with(
              "another site",
              "keeper may not vouch for spec.site",
              () -> zone.patch(MERGE, "{\"spec\":{\"site\":\"elsewhere\"}}")),
          Refused.with(
              "a site that nobody vouches for any more",
              "keeper may not take back spec.site",
              () -> zone.patch(MERGE, "{\"spec\":{\"siteProvenance\":null}}")),
          Refused.with(
              "a vouched egress",
              "keeper may not vouch for spec.egress",
              () ->
                  zone.patch(
                      MERGE,
                      "{\"spec\":{\"egress\":{\"bootstrap\":[],\"provenance\":{\"basis\":\"Contract\"}}}}")),
          () -> zone.patch(MERGE, "{\"spec\":{\"registries\":[]}}"),
          Refused.with(
              "a registry more",
              "keeper may not say that images come from docker.io/attacker (spec.registries): leave"
                  + " it out, or ask for the verb attest on availabilityzones",
              () -> zone.patch(MERGE, "{\"spec\":{\"registries\":[\"docker.io/attacker\"]}}")),
          Refused.with(
              "a qualified offering",
              "keeper may not put a zone under facts that others vouch for, by spec.offerings",
              () -> zone.patch(MERGE, "{\"spec\":{\"offerings\":[\"base\",\"qualified\"]}}")));
    } finally {
      rights.forEach(object -> client.resource(object).delete());
    }
  }

  /** A role of the chart, bound to a user. */
  private static List<HasMetadata> rightsOf(String user, String role, Path folder) {
    HasMetadata rights =
        Helm.offline(folder).objects().stream()
            .filter(object -> object instanceof ClusterRole)
            .filter(object -> object.getMetadata().getName().equals("bleu-" + role))
            .findFirst()
            .orElseThrow();
    // Another name: the role itself stays for other tests.
    rights.getMetadata().setName("attest-" + role);
    String binding =
        """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRoleBinding
        metadata: {name: %s}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: %s}
        subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: %s}]
        """;
    String name = rights.getMetadata().getName();
    return List.of(rights, Serialization.unmarshal(binding.formatted(name, name, user)));
  }

  /** A zone of no offering, as {@code bleu init} drafts it. */
  static String draft(String provider) {
    return ZONE.formatted("draft")
        .replace("  offerings: [base]\n", "")
        .replace("provider: acme", "provider: " + provider);
  }

  private Resource<AvailabilityZone> zone(String name) {
    return shop.alice().resources(AvailabilityZone.class).withName(name);
  }

  static final String PROVIDER =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: CloudProvider
      metadata: {name: %s}
      spec:
        displayName: A cloud
        legalEntity: {name: A, provenance: {basis: %s}, registeredOffice: %s}
        offerings: [{name: base, layers: [IaaS], regions: [north]}]
      """;

  private static final String ZONE =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: AvailabilityZone
      metadata: {name: %s}
      spec:
        provider: acme
        offerings: [base]
        region: north
        site: a
        location: {country: FR}
        target: {nodeSelector: {zone: a}}
      """;

  private void replace(String yaml) {
    HasMetadata object = Serialization.unmarshal(yaml);
    shop.alice().resource(object).fieldManager("alice").forceConflicts().serverSideApply();
  }
}
