package cloud.bleu;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.lang.reflect.Field;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is narrower than a layer: who of a layer may know whom, which libraries are needed, and who
 * reads neither files nor a cluster nor a clock. {@link DocumentedLayers} has the layers. {@link
 * PackageDirectionsTest} reads the classes, once, and holds each of these rules.
 */
final class ArchitectureRules {

  private static final String[] JDK = {"java..", "javax..", "org.jspecify.."};

  private static final String[] JSON = {"com.fasterxml.jackson.."};
  private static final String[] FABRIC8 = {"io.fabric8.kubernetes..", "io.fabric8.zjsonpatch.."};

  static final ArchRule noCycles =
      slices().assignedFrom(new PackageSlices("cloud.bleu.(*)..")).should().beFreeOfCycles();

  static final ArchRule engineIsPure =
      classes()
          .that()
          .resideInAPackage("cloud.bleu.placement..")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                  "java.lang..",
                  "java.util..",
                  "java.time..",
                  "java.math..",
                  "java.nio.charset..",
                  "org.jspecify..",
                  "cloud.bleu.placement.."));

  /** It asks for how long facts hold, to choose what is computed again; it computes nothing. */
  private static final String INCREMENTAL =
      "cloud\\.bleu\\.placement\\.check\\.IncrementalChecker(\\$.*)?";

  /**
   * The records of the model, the rules' answers and the JDK: nothing that the planner computes.
   */
  static final ArchRule checkerSharesNothingWithThePlanner =
      classes()
          .that()
          .resideInAPackage("cloud.bleu.placement.check")
          .and(not(nameMatching(INCREMENTAL)))
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                      "java.lang..",
                      "java.math..",
                      "java.util..",
                      "java.time..",
                      "org.jspecify..",
                      "cloud.bleu.placement.check")
                  .or(
                      nameMatching(
                          "(\\[+L)?cloud\\.bleu\\.placement\\.(estate\\.(Estate|Plan|Decision|Placement|Workload|BoundRule|ZoneRule|Verdict|MoveBudget)"
                              + "|model\\.(Assignment|Contingency|WorkloadId|Zone|ZoneState|Health|Capacity"
                              + "|Quantities|Scope|Provenance|Basis))(\\$.*)?;?")));

  static final ArchRule incrementalCheckerKnowsNoMoreThanHowLongFactsHold =
      classes()
          .that(nameMatching(INCREMENTAL))
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                      "java.lang..",
                      "java.util..",
                      "java.time..",
                      "org.jspecify..",
                      "cloud.bleu.placement.check",
                      "cloud.bleu.placement.estate",
                      "cloud.bleu.placement.model")
                  .or(nameMatching("cloud\\.bleu\\.placement\\.catalogue\\.DecisionWindow")));

  private static final DescribedPredicate<JavaMethodCall> TIME_IS_ASKED =
      DescribedPredicate.describe(
          "the time is asked",
          (JavaMethodCall call) ->
              call.getName().equals("now")
                  && call.getTargetOwner().getPackageName().equals("java.time"));

  static final ArchRule engineReadsNoClock =
      noClasses()
          .that()
          .resideInAPackage("cloud.bleu.placement..")
          .should()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(System.class, "getenv", String.class)
          .orShould()
          .callMethod(System.class, "getProperty", String.class)
          .orShould()
          .callMethod(Math.class, "random")
          .orShould()
          .callMethod(java.util.UUID.class, "randomUUID")
          .orShould()
          .callMethodWhere(TIME_IS_ASKED)
          .orShould()
          .dependOnClassesThat()
          .haveNameMatching("java\\.util\\.(\\w*Random|random\\..*)")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.time.Clock")
          .orShould()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.io..", "java.nio.file..", "java.net..", "java.util.concurrent..");

  /** Layers, and packages of layers, whose answer depends on what they are given alone. */
  private static final String[] PURE = {
    "cloud.bleu.admission..",
    "cloud.bleu.affinity..",
    "cloud.bleu.collection..",
    "cloud.bleu.credential..",
    "cloud.bleu.decision..",
    "cloud.bleu.delivery.manifest",
    "cloud.bleu.delivery.zone",
    "cloud.bleu.drill..",
    "cloud.bleu.status..",
    "cloud.bleu.time.."
  };

  static final ArchRule whatIsPureReadsNeitherFilesNorClusterNorClock =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .callMethodWhere(TIME_IS_ASKED)
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.time.Clock")
          .orShould()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.io..",
              "java.nio.file..",
              "java.net..",
              "io.fabric8.kubernetes.client",
              "io.fabric8.kubernetes.client.dsl..",
              "io.fabric8.kubernetes.client.informers..");

  static final ArchRule expressionLibraries =
      uses("expression", libraries("dev.cel..", "com.google.common.collect.."));

  /** Policies are read in {@code translate}, expressions tried in {@code cli}: nobody else asks. */
  static final ArchRule celStaysInItsRoom =
      noClasses()
          .that()
          .resideOutsideOfPackage("cloud.bleu.expression..")
          .should()
          .dependOnClassesThat(resideInAPackage("dev.cel.."));

  /** What is traced is said in nouns of the operator, so nobody else needs to know the library. */
  static final ArchRule openTelemetryStaysInItsRoom =
      noClasses()
          .that()
          .resideOutsideOfPackage("cloud.bleu.operator.trace")
          .should()
          .dependOnClassesThat(resideInAPackage("io.opentelemetry.."));

  /** Schedules are read by nobody else. */
  static final ArchRule drillLibraries =
      uses("drill", libraries("com.cronutils..", "io.fabric8.kubernetes.api.model.."));

  /** Whether a zone is nodes, a cluster or an engine's is the business of its target alone. */
  static final ArchRule orderBetweenZonesKnowsNoCluster =
      noClasses()
          .that()
          .resideInAPackage("cloud.bleu.delivery.rollout")
          .should()
          .dependOnClassesThat(
              ours("cloud.bleu.delivery.rollout", "cloud.bleu.delivery.zone", "cloud.bleu.api.."))
          .orShould()
          .dependOnClassesThat(resideInAnyPackage("io.fabric8.kubernetes.client.."));

  static final ArchRule seamHasNoClient =
      noClasses()
          .that()
          .resideInAPackage("cloud.bleu.delivery.zone")
          .should()
          .dependOnClassesThat(
              ours("cloud.bleu.delivery.zone", "cloud.bleu.api..")
                  .or(resideInAnyPackage("io.fabric8.kubernetes.client..")));

  /** A target is a way to zones, and knows no other one. */
  static final ArchRule targetsKnowNoOrderBetweenZones =
      noClasses()
          .that()
          .resideInAnyPackage("cloud.bleu.delivery.node", "cloud.bleu.delivery.cluster")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("cloud.bleu.delivery", "cloud.bleu.delivery.rollout"));

  static final ArchRule decisionLibraries = uses("decision", libraries());

  static final ArchRule schedulingLibraries =
      uses("affinity", libraries("io.fabric8.kubernetes.api.model.."));

  private static final String SERVER = "com.sun.net.httpserver..";

  /** Of files: nothing but what writes their form. */
  static final ArchRule reportLibraries =
      uses("report", libraries("gg.jte..", SERVER).or(libraries(JSON)));

  static final ArchRule onlyTheLivePageIsServed =
      noClasses()
          .that()
          .resideInAPackage("cloud.bleu.report..")
          .and()
          .resideOutsideOfPackage("cloud.bleu.report.live")
          .should()
          .dependOnClassesThat(resideInAPackage(SERVER));

  static final ArchRule assessLibraries =
      uses("assess", libraries("org.snakeyaml.engine..", "org.jgrapht..").or(libraries(JSON)));

  /** Clusters are read here, so that who assesses knows none. */
  static final ArchRule sourceLibraries = uses("source", libraries(FABRIC8).or(libraries(JSON)));

  static final ArchRule onlyThePageOfTheOperatorKnowsReports =
      noClasses()
          .that()
          .resideInAPackage("cloud.bleu.operator..")
          .and()
          .resideOutsideOfPackage("cloud.bleu.operator.page")
          .should()
          .dependOnClassesThat(resideInAnyPackage("cloud.bleu.report..", "cloud.bleu.standing.."));

  static final ArchRule commandsSeeOnlyTheDoorsOfTheOperator =
      noClasses()
          .that()
          .resideInAPackage("cloud.bleu.cli..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("cloud.bleu.operator..")
                  .and(
                      not(
                          nameMatching(
                              "cloud\\.bleu\\.operator\\.(config\\..*|log\\.Logs|HubClient|Operator|Release|StartException)(\\$.*)?"))));

  static final ArchRule aRuleKnowsNoOtherRule =
      classes()
          .that()
          .resideInAPackage("cloud.bleu.placement.rule")
          .should(
              new ArchCondition<JavaClass>("know no other rule") {
                @Override
                public void check(JavaClass rule, ConditionEvents events) {
                  rule.getDirectDependenciesFromSelf().stream()
                      .filter(
                          d -> d.getTargetClass().getPackageName().equals(rule.getPackageName()))
                      .filter(d -> !outermost(d.getTargetClass()).equals(outermost(rule)))
                      .forEach(
                          d -> events.add(SimpleConditionEvent.violated(d, d.getDescription())));
                }
              });

  static final ArchRule apiLibraries =
      uses(
          "api",
          libraries(
              "com.fasterxml.jackson.annotation..",
              "io.fabric8.crd.generator.annotation..",
              "io.fabric8.generator.annotation..",
              "io.fabric8.kubernetes.model.annotation..",
              "io.fabric8.kubernetes.api.model..",
              "io.fabric8.kubernetes.client"));

  static final ArchRule translateLibraries =
      uses(
          "translate",
          libraries("io.fabric8.kubernetes.api.model..", "org.snakeyaml.engine..")
              .or(libraries(JSON)));

  static final ArchRule evidenceLibraries = uses("evidence", libraries());

  static final ArchRule deliveryLibraries =
      uses("delivery", libraries("org.slf4j..").or(libraries(FABRIC8)).or(libraries(JSON)));

  static final ArchRule ledgerLibraries =
      uses("ledger", libraries("org.slf4j..").or(libraries(FABRIC8)).or(libraries(JSON)));

  static final ArchRule statusIsPure =
      classes()
          .that()
          .resideInAPackage("cloud.bleu.status..")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(JDK)
                  .or(
                      resideInAnyPackage(
                          "cloud.bleu.status..",
                          "cloud.bleu.api..",
                          "cloud.bleu.placement..",
                          "cloud.bleu.affinity..",
                          "cloud.bleu.credential..",
                          "cloud.bleu.time..",
                          "io.fabric8.kubernetes.api.model..")));

  /** They change without notice: decision 0252 says why each of these needs one. */
  static final ArchRule innerClassesOfTheClientAreUsedByFew =
      noClasses()
          .that()
          .resideInAPackage("cloud.bleu..")
          .and(
              not(
                  nameMatching(
                      "cloud\\.bleu\\.(apiserver\\.QuickClient|cli\\.option\\.ClusterConnection"
                          + "|cli\\.option\\.Kubeconfig|cli\\.option\\.KubeconfigFile"
                          + "|delivery\\.companion\\.CopyList|operator\\.cache\\.CachedOperation"
                          + "|operator\\.cache\\.ControllerClient|operator\\.leadership\\.FencedHttpClient"
                          + "|operator\\.leadership\\.HeldLease|operator\\.access\\.MemberKubeconfig"
                          + "|operator\\.profile\\.ExecCredential)(\\$.*)?")))
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                  "io.fabric8.kubernetes.client.impl..",
                  "io.fabric8.kubernetes.client.internal..",
                  "io.fabric8.kubernetes.client.dsl.internal.."));

  static final ArchRule fieldNames =
      noClasses()
          .should()
          .haveSimpleNameEndingWith("Utils")
          .orShould()
          .haveSimpleNameEndingWith("Util")
          .orShould()
          .haveSimpleNameEndingWith("Helper")
          .orShould()
          .haveSimpleNameEndingWith("Manager")
          .orShould()
          .resideInAnyPackage("..util..", "..utils..", "..helper..");

  private ArchitectureRules() {}

  /** All rules of this class, each by the name of its field. */
  static SortedMap<String, ArchRule> all() {
    SortedMap<String, ArchRule> rules = new TreeMap<>();
    for (Field field : ArchitectureRules.class.getDeclaredFields()) {
      if (ArchRule.class.isAssignableFrom(field.getType())) {
        try {
          rules.put(field.getName(), (ArchRule) field.get(null));
        } catch (IllegalAccessException e) {
          throw new AssertionError(e);
        }
      }
    }
    return rules;
  }

  /** A room needs ours, the JDK and these. */
  private static ArchRule uses(String room, DescribedPredicate<JavaClass> libraries) {
    return classes()
        .that()
        .resideInAPackage("cloud.bleu." + room + "..")
        .should()
        .onlyDependOnClassesThat(
            libraries.or(resideInAnyPackage(JDK)).or(resideInAnyPackage("cloud.bleu..")))
        .as(room + " needs no library but those of the drawing");
  }

  private static JavaClass outermost(JavaClass inner) {
    return inner.getEnclosingClass().map(ArchitectureRules::outermost).orElse(inner);
  }

  private static DescribedPredicate<JavaClass> libraries(String... packages) {
    return resideInAnyPackage(packages);
  }

  /** Classes of this project outside the given packages. */
  private static DescribedPredicate<JavaClass> ours(String... but) {
    return resideInAnyPackage("cloud.bleu..").and(not(resideInAnyPackage(but)));
  }
}
