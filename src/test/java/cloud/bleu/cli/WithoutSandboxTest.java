package cloud.bleu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The program as the image has it: without the sandbox, and without the server that it mocks. It is
 * loaded once, as that costs more than what is typed.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WithoutSandboxTest {

  private final URLClassLoader image;

  WithoutSandboxTest() throws Exception {
    image = new Image();
  }

  @AfterAll
  void close() throws IOException {
    image.close();
  }

  @Test
  void theOtherVerbsAreThere() throws Exception {
    Answer help = typed("help");
    assertEquals(0, help.code(), help.err());
    assertTrue(help.out().contains("\n  run "), help.out());
    assertTrue(help.out().contains("\n  verify "), help.out());
    assertFalse(help.out().contains("sandbox"), help.out());
    Answer plan = typed("plan", "-f", "examples/hospital");
    assertEquals(0, plan.code(), plan.err());
  }

  @Test
  void theSandboxIsSaidToBeElsewhere() throws Exception {
    Answer sandbox = typed("sandbox", "--once");
    assertEquals(1, sandbox.code());
    assertEquals(
        "there is no sandbox in the image of the operator; run ./bleu sandbox in a checkout of the"
            + " project",
        sandbox.err().strip());
  }

  private record Answer(int code, String out, String err) {}

  private Answer typed(String... arguments) throws Exception {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Class<?> streams = image.loadClass("cloud.bleu.cli.terminal.IOStreams");
    Object screen =
        streams.getConstructors()[0].newInstance(
            new PrintWriter(out), new PrintWriter(err), System.in, Clock.systemUTC());
    int code =
        (int)
            image
                .loadClass("cloud.bleu.cli.Bleu")
                .getMethod("run", streams, String[].class)
                .invoke(null, screen, arguments);
    return new Answer(code, out.toString(), err.toString());
  }

  /** The class path of the tests, less what the profile image of the pom leaves out. */
  private static final class Image extends URLClassLoader {

    Image() throws Exception {
      super(urls(), ClassLoader.getPlatformClassLoader());
    }

    private static URL[] urls() throws Exception {
      List<URL> urls = new ArrayList<>();
      for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
        Path path = Path.of(entry);
        if (!path.getFileName().toString().matches(".*(test-classes|mock|vertx|netty).*")) {
          urls.add(path.toUri().toURL());
        }
      }
      return urls.toArray(URL[]::new);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      if (name.startsWith("cloud.bleu.sandbox.")
          || name.matches("cloud\\.bleu\\.cli\\..*Sandbox.*")) {
        throw new ClassNotFoundException(name);
      }
      return super.findClass(name);
    }
  }
}
