package cloud.bleu.report.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.cli.Reports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page in a real browser, where one is named: {@code BLEU_CHROMIUM} is the path of a Chromium.
 * It shows that the policy of the page lets its own style and script through, and nothing else is
 * asked for.
 */
class BrowserTest {
  @TempDir Path folder;

  @Test
  void theScriptRunsUnderThePolicyAndNothingIsRefused() throws Exception {
    String browser = System.getenv("BLEU_CHROMIUM");
    if (browser == null) {
      System.out.println(
          "skipped: BLEU_CHROMIUM names no browser; the script of the page was not run.");
      return;
    }
    Path file = folder.resolve("page.html");
    Files.writeString(file, Reports.ofExample("html", "hospital"));
    Document document = Jsoup.parse(drawn(browser, file.toUri() + "?namespace=sante"));
    assertFalse(document.select("form").hasAttr("hidden"), "the script did not run");
    assertEquals("3", document.select("#shown").text(), "the filter of the address");
    assertEquals(3, document.select(".matrix tbody tr:not([hidden])").size());
  }

  private String drawn(String browser, String address) throws IOException, InterruptedException {
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    Process process =
        new ProcessBuilder(
                List.of(
                    browser,
                    "--headless",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-background-networking",
                    "--enable-logging=stderr",
                    "--user-data-dir=" + folder.resolve("profile"),
                    "--dump-dom",
                    address))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try {
      assertTrue(process.waitFor(2, TimeUnit.MINUTES), "the browser does not end");
    } finally {
      process.destroyForcibly();
    }
    String said = Files.readString(err);
    assertFalse(said.contains("CONSOLE"), said);
    return Files.readString(out);
  }
}
