package cloud.bleu;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** One house, few rooms, one-way doors: which package may import which. */
class ArchitectureTest {

  private static final String[] JDK = {"java..", "javax..", "org.jspecify.."};

  static final ArchRule noCycles = slices().matching("cloud.bleu.(*)..").should().beFreeOfCycles();

  static final ArchRule apiImportsNothingOfOurs =
      noClasses()
          .that()
          .resideInAPackage("cloud.bleu.api..")
          .should()
          .dependOnClassesThat(ours("cloud.bleu.api.."));

  static final ArchRule engineIsPure =
      classes()
          .that()
          .resideInAPackage("cloud.bleu.placement")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                  "java.lang..",
                  "java.util..",
                  "java.time..",
                  "java.math..",
                  "java.nio.charset..",
                  "org.jspecify..",
                  "cloud.bleu.placement"));

  static final ArchRule rulesKnowTheEngineOnly =
      classes()
          .that()
          .resideInAPackage("cloud.bleu.placement.rule")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                  "java.lang..",
                  "java.util..",
                  "java.time..",
                  "java.math..",
                  "java.nio.charset..",
                  "org.jspecify..",
                  "cloud.bleu.placement",
                  "cloud.bleu.placement.rule"))
          .allowEmptyShould(true);

  static final ArchRule engineReadsNoClock =
      noClasses()
          .that()
          .resideInAPackage("cloud.bleu.placement..")
          .should()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(java.time.Instant.class, "now")
          .orShould()
          .callMethod(java.time.LocalDate.class, "now")
          .orShould()
          .callMethod(Math.class, "random")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.util.Random")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.time.Clock")
          .orShould()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.io..", "java.nio.file..", "java.net..", "java.util.concurrent..");

  static final ArchRule translateImports = may("translate", "api", "placement");

  static final ArchRule statusImports = may("status", "api", "placement");

  static final ArchRule deliveryImports = may("delivery", "api");

  static final ArchRule ledgerImports = may("ledger", "api", "placement", "evidence");

  static final ArchRule evidenceImports = may("evidence", "placement");

  static final ArchRule sandboxImports = may("sandbox", "api");

  static final ArchRule operatorImports =
      noClasses()
          .that()
          .resideInAPackage("cloud.bleu.operator..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("cloud.bleu.cli..", "cloud.bleu.report..", "cloud.bleu.sandbox.."))
          .allowEmptyShould(true);

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
                          "io.fabric8.kubernetes.api.model..")))
          .allowEmptyShould(true);

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

  @TestFactory
  Stream<DynamicTest> everyRuleHolds() {
    JavaClasses product =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("cloud.bleu");
    return Arrays.stream(ArchitectureTest.class.getDeclaredFields())
        .filter(field -> ArchRule.class.isAssignableFrom(field.getType()))
        .map(field -> DynamicTest.dynamicTest(field.getName(), () -> rule(field).check(product)));
  }

  private static ArchRule rule(Field field) throws IllegalAccessException {
    return (ArchRule) field.get(null);
  }

  private static ArchRule may(String room, String... doors) {
    String[] allowed = new String[doors.length + 1];
    allowed[0] = "cloud.bleu." + room + "..";
    for (int i = 0; i < doors.length; i++) {
      allowed[i + 1] = "cloud.bleu." + doors[i] + "..";
    }
    return noClasses()
        .that()
        .resideInAPackage("cloud.bleu." + room + "..")
        .should()
        .dependOnClassesThat(ours(allowed))
        .as(room + " imports nothing of ours but " + String.join(", ", doors))
        .allowEmptyShould(true);
  }

  /** Classes of this project outside the given packages. */
  private static DescribedPredicate<JavaClass> ours(String... but) {
    return resideInAnyPackage("cloud.bleu..").and(not(resideInAnyPackage(but)));
  }
}
