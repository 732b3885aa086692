package cloud.bleu.operator.trace;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** While traces are off no class of OpenTelemetry is loaded: there need not even be one. */
@Tag("wiring")
class TracingOffTest {

  @Test
  void operatorLivesWithoutTheLibrary() throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader = withoutOpenTelemetry()) {
      assertThrows(
          ClassNotFoundException.class,
          () -> loader.loadClass("io.opentelemetry.api.OpenTelemetry"));
      thread.setContextClassLoader(loader);
      loader.loadClass(SmallLife.class.getName()).getMethod("withoutTraces").invoke(null);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static URLClassLoader withoutOpenTelemetry() throws MalformedURLException {
    List<URL> urls = new ArrayList<>();
    int left = 0;
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      if (entry.contains("opentelemetry")) {
        left++;
      } else {
        urls.add(Path.of(entry).toUri().toURL());
      }
    }
    assertTrue(left > 0, "the library is on the class path of tests");
    return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
  }
}
