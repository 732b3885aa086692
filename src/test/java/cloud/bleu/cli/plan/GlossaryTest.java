package cloud.bleu.cli.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.cli.Typed;
import cloud.bleu.cli.terminal.ExitCode;
import cloud.bleu.delivery.gate.ExistingPodCheck;
import cloud.bleu.evidence.assessment.Requirement;
import cloud.bleu.evidence.chain.ChainFault;
import cloud.bleu.evidence.chain.EntryKinds;
import cloud.bleu.expression.Expressions;
import cloud.bleu.placement.catalogue.Catalogue;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.ReasonCode;
import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.model.Basis;
import cloud.bleu.placement.model.Health;
import cloud.bleu.placement.model.Notice;
import cloud.bleu.placement.model.Origin;
import cloud.bleu.placement.model.WaiverState;
import cloud.bleu.placement.model.ZoneState;
import cloud.bleu.translate.policy.TemplateStatement;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every code that is printed can be looked up. Whoever adds one adds a line to {@code
 * src/main/resources/cloud/bleu/cli/plan/codes.properties}, in its place by alphabet.
 */
class GlossaryTest {

  private static final Path FILE =
      Path.of("src/main/resources/cloud/bleu/cli/plan/codes.properties");
  private static final Path SOURCES = Path.of("src/main/java/cloud/bleu");

  /** Rooms that say codes: in conditions, events, verdicts and findings. */
  private static final List<String> ROOMS =
      List.of(
          "status",
          "drill",
          "migration",
          "delivery",
          "operator",
          "ledger",
          "placement",
          "expression",
          "translate");

  /** What is written as a code is and is none: kinds, conditions, values, checks of javac. */
  private static final Set<String> NO_CODES =
      Set.of(
          "AppliedManifestWork",
          "AvailabilityZone",
          "BleuWorkload",
          "CloudProvider",
          "ClusterProfile",
          "ClusterProfiles",
          "ConfigMap",
          "DaemonSet",
          "DecisionLedger",
          "ExecCredential",
          "ManagedCluster",
          "ManifestWork",
          "MustBeClosedChecker",
          "PersistentVolumeClaim",
          "PlacementDecision",
          "PlacementGate",
          "PriorityClass",
          "ReplicaSet",
          "ResilienceDrill",
          "MigrationPlan",
          "CronJob",
          "HorizontalPodAutoscaler",
          "NetworkPolicy",
          "PodDisruptionBudget",
          "ReplicationController",
          "ResourceBinding",
          "ServiceAccount",
          "SovereigntyPolicy",
          "SovereigntyWaiver",
          "StatefulSet",
          "WorkloadPlacement",
          // Types of conditions of Kubernetes and of its inventory of clusters.
          "ControlPlaneHealthy",
          "ManagedClusterConditionAvailable",
          "PodScheduled",
          // Why a rollout is done, in a condition of a Deployment.
          "NewReplicaSetAvailable",
          // Why Karmada evicts.
          "ApplicationFailure",
          // Effects of taints.
          "NoExecute",
          "NoSchedule",
          "ReplicaFailure",
          // Where a value is a status of a condition.
          "True",
          "False",
          // Ends of codes that begin with what they are about.
          "NotAccepted",
          "NotAllowed",
          // Values and words of fields.
          "AdministrationLocation",
          "CaaS",
          "CreateOnly",
          "DiffusionRestreinte",
          "DoNotPlace",
          "DoesNotExist",
          "ErrImagePull",
          "ExternalName",
          "IaaS",
          "LoadBalancer",
          "MoveNow",
          "NodePort",
          "NotIn",
          "OnSuccess",
          "OpenClusterManagement",
          "OwnSkills",
          "PaaS",
          "PlaceAnyway",
          "PreemptLowerPriority",
          "RegistryUnavailable",
          "ReplicaSetCreateError",
          "RollingUpdate",
          "SignatureValidationFailed",
          "SaaS",
          "ServerSideApply",
          "SecNumCloud",
          "SrenArt31",
          "SupplierQualified",
          "TechnicalDataLocation",
          "TwoSuppliers");

  private static final Pattern LITERAL =
      Pattern.compile("\"([A-Z][a-z0-9]+(?:[A-Z][a-zA-Z0-9]*)+)\"");

  /** A type of conditions, and a reason. */
  private static final Pattern CONDITION =
      Pattern.compile(
          "(?:Wanted\\.\\w+|new Wanted)\\(\\s*\"(\\w+)\"(?:,\\s*\"(\\w+)\")?|Cause\\.\\w+\\(\\s*\"(\\w+)\"");

  private final Glossary glossary = new Glossary();

  private static TreeSet<String> printed() {
    TreeSet<String> codes = new TreeSet<>();
    Catalogue.rules().forEach(r -> codes.addAll(r.declaration().codes()));
    codes.addAll(
        ((Expressions.Compiled.Rule) Expressions.compile("true", null, List.of()))
            .rule()
            .declaration()
            .codes());
    Stream.of(
            ReasonCode.values(),
            WaiverState.values(),
            ZoneState.values(),
            ExistingPodCheck.Breach.values(),
            Decision.Cause.values(),
            Verdict.Result.values(),
            ChainFault.Code.values(),
            Health.Signal.values(),
            Notice.values(),
            Basis.values(),
            Origin.values(),
            Requirement.Standing.values())
        .flatMap(Arrays::stream)
        .forEach(c -> codes.add(((Enum<?>) c).name()));
    for (String room : ROOMS) {
      codes.addAll(literals(SOURCES.resolve(room)));
    }
    for (String findings :
        List.of("AutoscalerFindings", "Diagnosis", "PodFindings", "ControllerFindings")) {
      codes.addAll(literals(SOURCES.resolve("cli/doctor/" + findings + ".java")));
    }
    codes.addAll(found(CONDITION, SOURCES.resolve("status")));
    codes.addAll(found(CONDITION, SOURCES.resolve("drill")));
    codes.addAll(kinds());
    codes.addAll(enumerated());
    codes.removeAll(NO_CODES);
    return codes;
  }

  private static TreeSet<String> literals(Path folder) {
    return found(LITERAL, folder);
  }

  /** What `bleu verify` counts. */
  private static TreeSet<String> kinds() {
    TreeSet<String> kinds = new TreeSet<>(Set.of("Decision"));
    for (Field field : EntryKinds.class.getFields()) {
      try {
        if (field.get(null) instanceof String kind) {
          kinds.add(kind);
        }
      } catch (IllegalAccessException e) {
        throw new IllegalStateException(e);
      }
    }
    return kinds;
  }

  /** What the fields of a status can say, and the causes of decisions. */
  private static TreeSet<String> enumerated() {
    TreeSet<String> values = new TreeSet<>();
    try (Stream<Path> files = Files.list(Path.of("crds"))) {
      for (Path file : files.toList()) {
        JsonNode schema =
            new YAMLMapper()
                .readTree(file.toFile())
                .at("/spec/versions/0/schema/openAPIV3Schema/properties");
        enums(schema.path("status"), values);
        schema.path("spec").findValues("cause").forEach(cause -> enums(cause, values));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return values;
  }

  private static void enums(JsonNode schema, Set<String> values) {
    schema.findValues("enum").forEach(e -> e.forEach(value -> values.add(value.asText())));
  }

  private static TreeSet<String> found(Pattern pattern, Path folder) {
    TreeSet<String> found = new TreeSet<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        pattern
            .matcher(Files.readString(file))
            .results()
            .flatMap(m -> IntStream.rangeClosed(1, m.groupCount()).mapToObj(m::group))
            .filter(Objects::nonNull)
            .forEach(found::add);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  @Test
  void everyCodeThatIsPrintedIsExplained() {
    TreeSet<String> printed = printed();
    assertTrue(printed.containsAll(List.of("NoNodeReady", "TemplateRejected", "NotDeclared")));
    TreeSet<String> missing = new TreeSet<>(printed);
    missing.removeAll(glossary.codes());
    assertEquals(Set.of(), missing, "add a line for each of these to " + FILE);
    for (String code : printed) {
      Glossary.Entry entry = Objects.requireNonNull(glossary.of(code));
      assertTrue(entry.meaning().endsWith("."), code);
      assertTrue(entry.next().endsWith("."), code);
    }
  }

  /** The names that shipped policies give to rules, as people read them in an explanation. */
  @Test
  void everyNameOfAShippedStatementLeadsToItsRule() throws IOException {
    TreeMap<String, String> shipped = new TreeMap<>();
    Pattern statement = Pattern.compile("name: ([a-z-]+), rule: ([a-z-]+)");
    for (String folder : List.of("examples/policies", "helm")) {
      try (Stream<Path> files = Files.walk(Path.of(folder))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          if (file.toString().matches(".*\\.(yaml|tpl)")) {
            statement
                .matcher(Files.readString(file))
                .results()
                .forEach(m -> shipped.put(m.group(1), m.group(2)));
          }
        }
      }
    }
    assertFalse(shipped.isEmpty());
    shipped.forEach(
        (name, rule) ->
            assertTrue(
                Catalogue.rule(name) != null || rule.equals(glossary.rule(name)),
                name + " is rule " + rule));
    glossary
        .statements()
        .forEach(name -> assertNotNull(Catalogue.rule(String.valueOf(glossary.rule(name))), name));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ownership     | ownership: The name that shipped policies give to rule ownership-thresholds. | IndividualShareTooHigh
          zone-state    | The zone is Active.                                                | Codes: ZoneCordoned
          capacity      | capacity: Looked at by the engine itself                           | one replica
          readable      | readable: Looked at by the engine itself                           | can be
          NoZoneAllowed | The rules exclude every zone                                       | Next: See `bleu explain`
          nozoneallowed | The rules exclude every zone                                       | Next: See `bleu explain`
          TooOld        | A fact is older than accepted.                                     | Rules: fact-freshness
          OutcomeWrong  | The independent check of the engine found this                     | Next: Report it
          """)
  void whatIsPrintedCanBeLookedUp(String typed, String says, String more) {
    Typed found = Typed.bleu("rules", typed);
    assertEquals(ExitCode.OK, found.code(), found.err());
    assertTrue(found.out().contains(says), found.out());
    assertTrue(found.out().contains(more), found.out());
  }

  /** A verdict of each is printed with that name. */
  @ParameterizedTest
  @EnumSource
  void whatTheEngineStatesOfATemplateCanBeLookedUp(TemplateStatement statement) {
    Typed found = Typed.bleu("rules", statement.id());
    assertEquals(ExitCode.OK, found.code(), found.err());
    assertTrue(
        found.out().startsWith(statement.id() + ": Looked at by the engine itself: whether "),
        found.out());
  }

  @Test
  void theNearestIsNamed() {
    for (String[] pair :
        new String[][] {
          {"ownershp", "did you mean ownership?"},
          {"NoZoneAlowed", "did you mean NoZoneAllowed?"},
          {"data-locatoin", "did you mean data-location?"}
        }) {
      Typed typed = Typed.bleu("rules", pair[0]);
      assertEquals(ExitCode.BAD_INPUT, typed.code());
      assertTrue(typed.err().contains("there is no rule, statement or code"), typed.err());
      assertTrue(typed.err().contains(pair[1]), typed.err());
    }
  }

  /** A name of somebody's own policy is found where that policy is. */
  @Test
  void ownStatementsAreFoundInTheInput() {
    Typed typed =
        Typed.bleu(
            "rules",
            "no-flood-basin",
            "-f",
            "examples/hospital",
            "-f",
            "examples/policies/no-flood-basin.yaml");
    assertEquals(ExitCode.OK, typed.code(), typed.err());
    assertTrue(typed.out().contains("Stated by policy no-flood-basin"), typed.out());
    assertTrue(typed.out().replaceAll("\\s+", " ").contains("failureDomains.flood"), typed.out());
  }

  @Test
  void programsReadTheSame() throws IOException {
    JsonNode code =
        new ObjectMapper()
            .readTree(Typed.bleu("rules", "TooOld", "-o", "json").out())
            .path("codes")
            .path(0);
    assertEquals("TooOld", code.path("code").asText());
    assertEquals("[\"fact-freshness\"]", code.path("rules").toString());
    assertFalse(code.path("next").asText().isEmpty());
    assertEquals("ownership-thresholds\n", Typed.bleu("rules", "ownership", "-o", "name").out());
  }

  @Test
  void theFileIsSorted() throws IOException {
    List<String> keys =
        Files.readAllLines(FILE).stream()
            .filter(line -> !line.startsWith("#"))
            .map(line -> line.substring(0, line.indexOf('=')))
            .toList();
    assertEquals(List.copyOf(new TreeSet<>(keys)), keys);
  }
}
