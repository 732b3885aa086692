package cloud.bleu;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The benchmarks use what is inside the engine and the builders of the tests, and are built in a
 * profile of their own: here they are compiled, without the code that JMH generates.
 */
class BenchmarksCompileTest {

  @Test
  void benchmarksCompileAgainstWhatTheyMeasure(@TempDir Path into) throws Exception {
    List<Path> sources;
    try (Stream<Path> files = Files.walk(Path.of("src/bench/java"))) {
      sources = files.filter(f -> f.toString().endsWith(".java")).toList();
    }
    assertFalse(sources.isEmpty());
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> said = new DiagnosticCollector<>();
    List<String> options =
        List.of("-proc:none", "-nowarn", "-cp", classPath(), "-d", into.toString());
    boolean compiled;
    try (StandardJavaFileManager files = compiler.getStandardFileManager(said, null, null)) {
      compiled =
          compiler
              .getTask(null, files, said, options, null, files.getJavaFileObjectsFromPaths(sources))
              .call();
    }
    List<String> problems = said.getDiagnostics().stream().map(Object::toString).toList();
    assertTrue(compiled, () -> String.join("\n", problems));
  }

  /** That of the tests, however they were started. */
  private static String classPath() throws Exception {
    if (!(BenchmarksCompileTest.class.getClassLoader() instanceof URLClassLoader loader)) {
      return System.getProperty("java.class.path");
    }
    List<String> entries = new ArrayList<>();
    for (URL url : loader.getURLs()) {
      entries.add(Path.of(url.toURI()).toString());
    }
    return String.join(File.pathSeparator, entries);
  }
}
