package cloud.bleu.operator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.junit.jupiter.api.Test;

/** No test runs the operator as somebody who may do everything. */
class OperatorUnderTestTest {

  @Test
  void testsMakeOperatorsInOnePlace() {
    noClasses()
        .that()
        .doNotBelongToAnyOf(OperatorUnderTest.class)
        .should()
        .callConstructor(
            Operator.class, KubernetesClient.class, OperatorOptions.class, Runnable.class)
        .check(
            new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
                .importPackages("cloud.bleu"));
  }

  @Test
  void whoComesWithACertificateIsRefused() {
    Config admin = new ConfigBuilder(Config.empty()).withClientCertData("c").build();
    assertThrows(AssertionError.class, () -> OperatorUnderTest.ofAServiceAccount(admin));
    Config nobody = new ConfigBuilder(Config.empty()).withAutoOAuthToken("").build();
    assertThrows(AssertionError.class, () -> OperatorUnderTest.ofAServiceAccount(nobody));
  }
}
