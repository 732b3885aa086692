package cloud.bleu.chart;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.controlplane.AdmissionPolicies;
import cloud.bleu.controlplane.ProjectKinds;
import cloud.bleu.controlplane.UnlockedEdit;
import cloud.bleu.placement.catalogue.Catalogue;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.model.NearestName;
import cloud.bleu.placement.model.RuleParameter;
import cloud.bleu.sandbox.ControlPlane;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaPropsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A policy that would refuse every zone because of a slip of the pen is refused itself. For a plane
 * of its own: its kind gets another version, and the controller manager checks expressions.
 */
public abstract class PolicyAdmissionLife {

  private static final Duration BOUND = Duration.ofSeconds(60);
  private static final Path CRD = Path.of("crds/placement.bleu.cloud_sovereigntypolicies.yaml");

  /** What stands in the entry, and what of the refusal a person needs. */
  private static final Map<String, List<String>> REFUSED =
      Map.ofEntries(
          Map.entry(
              "rule: data-locatoin",
              List.of("entry one: there is no rule data-locatoin; did you mean data-location?")),
          Map.entry(
              "rule: quite-another",
              List.of("there is no rule quite-another; bleu rules explains")),
          Map.entry(
              "rule: data-location, parameters: {country: [FR], land: [FR]}",
              List.of(
                  "entry one: rule data-location has no parameter country; did you mean countries?",
                  "entry one: rule data-location has no parameter land; it takes countries",
                  "; bleu rules explains each rule")),
          Map.entry(
              "rule: seat-in-eu, parameters: {countries: [FR]}",
              List.of("rule seat-in-eu has no parameter countries; it takes none")),
          Map.entry(
              "rule: data-location, parameters: {countries: FR}",
              List.of("rule data-location takes a list as countries")),
          Map.entry(
              "rule: qualified-offering, parameters: {acceptOpenWindow: \"yes\"}",
              List.of("takes a flag as acceptOpenWindow")),
          Map.entry(
              "rule: qualified-offering, parameters: {scheme: [SecNumCloud]}",
              List.of("takes a text as scheme")),
          Map.entry(
              "rule: maintenance-window, parameters: {noticeHours: a day}",
              List.of("takes a number as noticeHours")),
          Map.entry(
              "rule: ownership-thresholds, parameters: {individualPercent: 240}",
              List.of("entry one: individualPercent of rule ownership-thresholds is", "not 240")),
          Map.entry(
              "rule: maintenance-window, parameters: {noticeHours: \"-1\"}",
              List.of("entry one: noticeHours of rule maintenance-window is", "not -1")),
          Map.entry("rule: countries", List.of("entry one: rule countries needs countries")),
          Map.entry(
              "rule: fact-freshness", List.of("entry one: rule fact-freshness needs maxAgeDays")),
          Map.entry(
              "rule: qualified-offering, parameters: {acceptStates: [Qualified, Qualifed]}",
              List.of(
                  "rule qualified-offering does not take Qualifed as acceptStates; did you mean"
                      + " Qualified?; it takes InEvaluation, Qualified, Suspended, Withdrawn")),
          Map.entry(
              "rule: data-location, parameters: {countries: [FR, UK, EU, XX, false]}",
              List.of(
                  "does not take UK, XX, false as countries; it takes codes of ISO 3166-1 with two"
                      + " letters, EU and EEA")));

  private static final List<String> TAKEN =
      List.of(
          "rule: data-location, parameters: {countries: [FR, EU, EEA]}",
          "rule: ownership-thresholds, parameters: {individualPercent: \"24\", collectivePercent:"
              + " 39.5}",
          "rule: maintenance-window, parameters: {noticeHours: 24}",
          "rule: qualified-offering, parameters: {scheme: SecNumCloud, version: \"3.2\","
              + " acceptStates: [Qualified], acceptOpenWindow: false}",
          "rule: zone-state",
          "expression: 'true'");

  /** Of the entries of a policy. */
  private static final List<String> NAMES =
      List.of("one", "two", "three", "four", "five", "six", "seven", "eight");

  private static final List<String> BOTH = List.of("v1alpha1", "v1beta1");

  /** What the release with the next version adds to both. */
  private static final String NEW_FIELD = "reviewer";

  private static final JSONSchemaProps TEXT =
      new JSONSchemaPropsBuilder().withType("string").withMaxLength(63L).build();

  @TempDir Path folder;

  private @Nullable KubernetesClient admin;

  /** Whoever comes next has the kinds, and no policy. */
  @AfterEach
  void clear() {
    if (admin == null) {
      return;
    }
    try (KubernetesClient closed = admin) {
      ProjectKinds.restore(closed);
      policies("v1alpha1").delete();
    }
  }

  @Test
  void onlyWhatStandsThereAlreadyMayBeWrong(ControlPlane plane) throws Exception {
    admin = plane.adminClient();
    apply(
        "old",
        false,
        "rule: rule-of-old, parameters: {lands: [FR]}",
        "rule: data-location, parameters: {land: [FR], countries: [UK]}");
    status("old");

    try (AdmissionPolicies policies = AdmissionPolicies.install(plane, folder)) {
      REFUSED.forEach(
          (entry, parts) -> {
            String said = apply("new", true, entry);
            assertTrue(
                said != null && parts.stream().allMatch(said::contains), () -> entry + ": " + said);
          });
      TAKEN.forEach(entry -> assertEquals(null, apply("new", true, entry), entry));
      theNearestNameIsThatOfTheCommandLine();
      shippedPoliciesAreTaken();
      aLargePolicyIsTaken();
      aLargePolicyOfSlipsIsRefusedWithTheNearestNames();

      // The rest of an old one changes freely.
      assertEquals(
          null,
          apply(
              "old",
              false,
              "rule: rule-of-old, action: Warn, parameters: {lands: [FR, DE]}",
              "rule: data-location, action: Audit, parameters: {land: [FR], countries: [UK]}"));
      UnlockedEdit.of(admin.resource(get("old")), PolicyAdmissionLife::labelled);
      // What is wrong does not grow.
      String more =
          apply(
              "old",
              false,
              "rule: rule-of-old, parameters: {lands: [FR, DE]}",
              "rule: data-location, parameters: {land: [FR], countries: [UK, XX]}");
      assertTrue(more != null && more.contains("not take XX as countries"), more);
      String another =
          apply(
              "old",
              false,
              "rule: rule-of-old, parameters: {lands: [FR, DE]}",
              "rule: data-location, parameters: {land: [FR], lands: [FR], countries: [UK]}");
      assertTrue(another != null && another.contains("no parameter lands;"), another);
      String renamed =
          apply(
              "old",
              false,
              "rule: rule-of-older",
              "rule: data-location, parameters: {land: [FR], countries: [UK]}");
      assertTrue(renamed != null && renamed.contains("no rule rule-of-older;"), renamed);
      warnings();
    }
  }

  /** As a next version comes: served and stored beside this one, without a conversion of ours. */
  @Test
  void aNextVersionIsJudgedAsWellAndLosesNothing(ControlPlane plane) throws Exception {
    admin = plane.adminClient();
    policies("v1alpha1").delete();
    assertEquals(null, apply("former", false, "rule: zone-state"));
    Map<String, Object> reviewed = new HashMap<>(spec("v1alpha1", "former"));
    reviewed.put(NEW_FIELD, "ana");
    try {
      try (AdmissionPolicies policies = AdmissionPolicies.install(plane, folder)) {
        theNextVersionComes();
        // The API server reads expressions anew when a kind changes.
        String slip = "entry one: there is no rule data-locatoin; did you mean data-location?";
        for (String version : BOTH) {
          until(() -> ("" + apply(version, "new", true, "rule: data-locatoin")).contains(slip));
        }
      }
      UnlockedEdit.of(policies("v1beta1").withName("former"), policy -> withSpec(policy, reviewed));
      // As an operator writes that was rolled back to a release without the field.
      status("former");
      BOTH.forEach(version -> assertEquals(reviewed, spec(version, "former"), version));

      KubernetesClientException older =
          assertThrows(
              KubernetesClientException.class,
              () -> admin.resource(kindOfTheFiles()).forceConflicts().serverSideApply());
      assertTrue(older.getMessage().contains("status.storedVersions"), older.getMessage());

      theFormerVersionGoes();
      until(() -> reviewed.equals(spec("v1beta1", "former")));
      theFormerVersionComesBackWithoutTheField();
      status("former");
      reviewed.remove(NEW_FIELD);
      BOTH.forEach(version -> assertEquals(reviewed, spec(version, "former"), version));
    } finally {
      theKindIsThatOfTheFiles();
    }
  }

  private void theNextVersionComes() {
    kind(
        versions -> {
          fields(versions.get(0)).put(NEW_FIELD, TEXT);
          CustomResourceDefinitionVersion next = Serialization.clone(versions.get(0));
          next.setName("v1beta1");
          versions.get(0).setStorage(false);
          versions.add(next);
        });
  }

  /** What it stored is stored anew by now. */
  private void theFormerVersionGoes() {
    UnlockedEdit.ofStatus(
        kind(),
        kind -> {
          assertEquals(BOTH, kind.getStatus().getStoredVersions());
          kind.getStatus().setStoredVersions(List.of("v1beta1"));
          return kind;
        });
    kind(versions -> versions.remove(0));
    until(() -> get("former") == null);
  }

  /** Why a field is added to every version that is served. */
  private void theFormerVersionComesBackWithoutTheField() {
    kind(
        versions -> {
          CustomResourceDefinitionVersion former = Serialization.clone(versions.get(0));
          former.setName("v1alpha1");
          former.setStorage(false);
          fields(former).remove(NEW_FIELD);
          versions.add(former);
        });
    until(() -> get("former") != null);
  }

  private Resource<CustomResourceDefinition> kind() {
    return admin
        .apiextensions()
        .v1()
        .customResourceDefinitions()
        .withName("sovereigntypolicies.placement.bleu.cloud");
  }

  private void kind(Consumer<List<CustomResourceDefinitionVersion>> change) {
    UnlockedEdit.of(
        kind(),
        kind -> {
          change.accept(kind.getSpec().getVersions());
          return kind;
        });
  }

  private static CustomResourceDefinition kindOfTheFiles() {
    try {
      return Serialization.unmarshal(Files.readString(CRD), CustomResourceDefinition.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Made anew, for whichever test comes next. */
  private void theKindIsThatOfTheFiles() {
    kind().delete();
    until(() -> kind().get() == null);
    admin.resource(kindOfTheFiles()).create();
    until(() -> policies("v1alpha1").list().getItems().isEmpty());
  }

  private static Map<String, JSONSchemaProps> fields(CustomResourceDefinitionVersion version) {
    return version.getSchema().getOpenAPIV3Schema().getProperties().get("spec").getProperties();
  }

  /**
   * What somebody typed in place of a name.
   *
   * @param known the names that he may have meant
   * @param entry of a policy in which it stands
   */
  private record Slip(String typed, List<String> known, String entry) {
    /** Whether the server says of this entry what the command line would. */
    boolean isToldIn(String said) {
      String near = NearestName.of(typed, known).map(n -> "did you mean " + n + "?").orElse("");
      return near.isEmpty() != said.contains("did you mean") && said.contains(near);
    }
  }

  /** Every slip of one letter in the middle of a name, of rules, parameters and values. */
  private void theNearestNameIsThatOfTheCommandLine() {
    List<Slip> slips = new ArrayList<>();
    List<String> rules = Catalogue.rules().stream().map(r -> r.declaration().id()).toList();
    rules.forEach(rule -> slips(rule, rules, slips, slip -> "rule: " + slip));
    Catalogue.rules().forEach(rule -> parameters(rule.declaration(), slips));
    assertTrue(slips.size() > 200, () -> "slips: " + slips.size());
    List<String> different = new ArrayList<>();
    for (int at = 0; at < slips.size(); at += NAMES.size()) {
      compare(slips.subList(at, Math.min(slips.size(), at + NAMES.size())), different);
    }
    assertEquals(List.of(), different);
  }

  private static void parameters(ZoneRule.Declaration rule, List<Slip> slips) {
    List<String> names = rule.parameters().stream().map(RuleParameter::name).toList();
    for (RuleParameter parameter : rule.parameters()) {
      slips(
          parameter.name(),
          names,
          slips,
          slip -> "rule: %s, parameters: {%s: [FR]}".formatted(rule.id(), slip));
      boolean list = parameter.type() == RuleParameter.Type.TextList;
      for (String value : parameter.accepted()) {
        slips(
            value,
            parameter.accepted(),
            slips,
            slip ->
                "rule: %s, parameters: {%s: %s}"
                    .formatted(rule.id(), parameter.name(), list ? "[" + slip + "]" : slip));
      }
    }
  }

  private static void slips(
      String name, List<String> known, List<Slip> slips, UnaryOperator<String> entry) {
    slips(name).stream()
        .filter(slip -> !known.contains(slip))
        .forEach(slip -> slips.add(new Slip(slip, known, entry.apply(slip))));
  }

  /** Several of them in one policy: each is told with the name of its entry. */
  private void compare(List<Slip> slips, List<String> different) {
    String said = "" + apply("new", true, slips.stream().map(Slip::entry).toArray(String[]::new));
    List<String> told = List.of(said.split("(?=entry [a-z]+: )"));
    for (int i = 0; i < slips.size(); i++) {
      String begin = "entry " + NAMES.get(i) + ": ";
      String ofIt = told.stream().filter(t -> t.startsWith(begin)).collect(Collectors.joining());
      if (ofIt.isEmpty() || !slips.get(i).isToldIn(ofIt)) {
        different.add(slips.get(i).typed() + " is not told as by the command line: " + said);
      }
    }
  }

  /** One letter left out, one twice, one replaced, two swapped. */
  private static List<String> slips(String name) {
    int at = name.length() / 2;
    String head = name.substring(0, at);
    String tail = name.substring(at + 1);
    char letter = name.charAt(at);
    return List.of(
        head + tail,
        head + letter + letter + tail,
        head + (letter == 'x' ? 'y' : 'x') + tail,
        head.substring(0, at - 1) + letter + head.charAt(at - 1) + tail);
  }

  private void shippedPoliciesAreTaken() throws Exception {
    try (Stream<Path> files = Files.list(Path.of("examples/policies"))) {
      for (Path file : files.sorted().toList()) {
        HasMetadata policy = Serialization.unmarshal(Files.readString(file));
        admin.resource(policy).dryRun().create();
      }
    }
  }

  /** Expressions have a budget: of as many entries as the kind takes, each with every country. */
  private void aLargePolicyIsTaken() {
    String countries =
        Stream.of(Locale.getISOCountries())
            .map(c -> "\"" + c + "\"")
            .collect(Collectors.joining(", ", "[", "]"));
    String entries =
        IntStream.range(0, 64)
            .mapToObj(
                i ->
                    "{name: n%d, rule: data-location, parameters: {countries: %s}}"
                        .formatted(i, countries))
            .collect(Collectors.joining(", "));
    admin.resource(large(entries)).dryRun().create();
  }

  private void aLargePolicyOfSlipsIsRefusedWithTheNearestNames() {
    Map.of(
            "rule: technical-data-locatoin", "did you mean technical-data-location?",
            "rule: qualified-offering, parameters: {acceptOpenWindwo: true}",
                "did you mean acceptOpenWindow?",
            "rule: homologation, parameters: {dataClasses: [II901Sensitve]}",
                "did you mean II901Sensitive?")
        .forEach(
            (entry, near) -> {
              String entries =
                  IntStream.range(0, 64)
                      .mapToObj(i -> "{name: n%d, %s}".formatted(i, entry))
                      .collect(Collectors.joining(", "));
              String said =
                  assertThrows(
                          KubernetesClientException.class,
                          () -> admin.resource(large(entries)).dryRun().create())
                      .getMessage();
              assertTrue(said.contains(near), said);
            });
  }

  private static HasMetadata large(String entries) {
    return Serialization.unmarshal(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: SovereigntyPolicy
        metadata: {name: large}
        spec: {rules: [%s]}
        """
            .formatted(entries),
        GenericKubernetesResource.class);
  }

  /** The server compares expressions with the kinds that it knows. */
  private void warnings() {
    await()
        .atMost(BOUND)
        .until(
            () -> {
              var status =
                  admin
                      .admissionRegistration()
                      .v1()
                      .validatingAdmissionPolicies()
                      .withName("policies.placement.bleu.cloud")
                      .get()
                      .getStatus();
              return status != null && status.getTypeChecking() != null;
            });
    assertEquals(
        List.of(),
        admin
            .admissionRegistration()
            .v1()
            .validatingAdmissionPolicies()
            .withName("policies.placement.bleu.cloud")
            .get()
            .getStatus()
            .getTypeChecking()
            .getExpressionWarnings());
  }

  /** While a kind changes, the API server refuses requests for it for a moment. */
  private static void until(Callable<Boolean> holds) {
    await()
        .atMost(BOUND)
        .pollInterval(Duration.ofMillis(100))
        .ignoreExceptionsInstanceOf(KubernetesClientException.class)
        .until(holds);
  }

  /**
   * Writes a policy of entries one, two...; returns why it was refused, null if it was not. A dry
   * run creates, so its name must be free.
   */
  private String apply(String name, boolean dryRun, String... entries) {
    return apply("v1alpha1", name, dryRun, entries);
  }

  private String apply(String version, String name, boolean dryRun, String... entries) {
    StringBuilder rules = new StringBuilder();
    for (int i = 0; i < entries.length; i++) {
      rules.append("  - {name: ").append(NAMES.get(i)).append(", ");
      rules.append(entries[i]).append("}\n");
    }
    HasMetadata policy =
        Serialization.unmarshal(
            """
            apiVersion: placement.bleu.cloud/%s
            kind: SovereigntyPolicy
            metadata: {name: %s}
            spec:
              rules:
            """
                    .formatted(version, name)
                + rules,
            GenericKubernetesResource.class);
    try {
      if (dryRun) {
        admin.resource(policy).dryRun().create();
      } else {
        admin.resource(policy).forceConflicts().serverSideApply();
      }
      return null;
    } catch (KubernetesClientException e) {
      if (e.getCode() != 422) {
        throw e;
      }
      return e.getStatus().getMessage();
    }
  }

  private GenericKubernetesResource get(String name) {
    return policies("v1alpha1").withName(name).get();
  }

  private NonNamespaceOperation<
          GenericKubernetesResource,
          GenericKubernetesResourceList,
          Resource<GenericKubernetesResource>>
      policies(String version) {
    return admin.genericKubernetesResources("placement.bleu.cloud/" + version, "SovereigntyPolicy");
  }

  @SuppressWarnings("unchecked")
  private Map<String, Object> spec(String version, String name) {
    return (Map<String, Object>)
        policies(version).withName(name).get().getAdditionalProperties().get("spec");
  }

  private void status(String name) {
    GenericKubernetesResource policy = get(name);
    policy.setAdditionalProperty("status", Map.of("observedGeneration", 1));
    JsonNode written =
        Serialization.jsonMapper().valueToTree(admin.resource(policy).updateStatus());
    assertEquals(1, written.at("/status/observedGeneration").asInt());
  }

  private static GenericKubernetesResource withSpec(
      GenericKubernetesResource policy, Map<String, Object> spec) {
    policy.setAdditionalProperty("spec", spec);
    return policy;
  }

  private static GenericKubernetesResource labelled(GenericKubernetesResource policy) {
    policy.getMetadata().setLabels(Map.of("team", "security"));
    return policy;
  }
}
