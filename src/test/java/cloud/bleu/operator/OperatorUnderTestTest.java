package cloud.bleu.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No test runs the operator as somebody who may do everything. */
class OperatorUnderTestTest {

  @Test
  void testsMakeOperatorsInOnePlace() throws IOException {
    List<String> places = new ArrayList<>();
    try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        String source = Files.readString(file);
        // That of the framework is none of ours: it runs nothing before it is started.
        boolean ours = !source.contains("import io.javaoperatorsdk.operator.Operator;");
        if (ours && source.contains("new " + "Operator(")) {
          places.add(file.getFileName().toString());
        }
      }
    }
    assertEquals(List.of("OperatorUnderTest.java"), places);
  }

  @Test
  void whoComesWithACertificateIsRefused() {
    Config admin = new ConfigBuilder(Config.empty()).withClientCertData("c").build();
    assertThrows(AssertionError.class, () -> OperatorUnderTest.ofAServiceAccount(admin));
    assertThrows(AssertionError.class, () -> OperatorUnderTest.ofAServiceAccount(Config.empty()));
  }
}
