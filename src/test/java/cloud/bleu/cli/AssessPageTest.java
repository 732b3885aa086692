package cloud.bleu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.cli.assess.page.AssessmentPage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page of an assessment. */
class AssessPageTest {

  private static final String SHOP = "examples/aks-shop/today";

  private static Document page(String... more) {
    String[] typed = new String[5 + more.length];
    System.arraycopy(new String[] {"assess", "-f", SHOP, "-o", "html"}, 0, typed, 0, 5);
    System.arraycopy(more, 0, typed, 5, more.length);
    return Jsoup.parse(Typed.bleu(typed).out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"en", "fr"})
  void itNeedsNoScriptAndAsksNobody(String language) throws NoSuchAlgorithmException {
    Document page = page("--lang", language);
    assertEquals(language, page.selectFirst("html").attr("lang"));
    assertEquals(0, page.select("script, link, img, iframe, object, form, base").size());
    for (Element one : page.select("[href], [src]")) {
      assertTrue(one.attr("href").startsWith("#"), one.toString());
      assertTrue(page.getElementById(one.attr("href").substring(1)) != null, one.toString());
    }
    byte[] hash =
        MessageDigest.getInstance("SHA-256")
            .digest(page.selectFirst("style").data().getBytes(StandardCharsets.UTF_8));
    assertEquals(
        "default-src 'none'; style-src 'sha256-"
            + Base64.getEncoder().encodeToString(hash)
            + "'; base-uri 'none'; form-action 'none'",
        page.selectFirst("meta[http-equiv=Content-Security-Policy]").attr("content"));
    List<String> ids = page.select("[id]").eachAttr("id");
    assertEquals(ids.size(), Set.copyOf(ids).size(), "ids are unique");
  }

  /** Each finding with what to change it to, on what that rests and of which day it is. */
  @Test
  void findingsStandBelowTheirWorkload() {
    Document page = page("--target", "bleu");
    assertEquals(
        "7 workloads: 0 Blocks, 7 Change, 0 Look, 0 Fine.", page.selectFirst(".lead").text());
    Element orders =
        page.select("details").stream()
            .filter(d -> d.selectFirst("summary").text().startsWith("Deployment boutique/orders "))
            .findFirst()
            .orElseThrow();
    String vault =
        orders.select("li").stream()
            .filter(l -> l.text().startsWith("PublicEndpoint"))
            .findFirst()
            .orElseThrow()
            .text();
    for (String part :
        List.of(
            "boutique-prod.vault.azure.net",
            "ConfigMap boutique/orders-settings, data[application.properties]",
            "Change to: boutique-prod.vault.sovcloud-api.fr",
            "Code, endpoints.psv, [CLI] [KMS] [SQL], as of 2026-11-27")) {
      assertTrue(vault.contains(part), vault);
    }
    assertTrue(page.text().contains("What images contain"));
    assertTrue(
        page.select("tr").stream()
            .anyMatch(
                r ->
                    r.text()
                        .startsWith("Deployment boutique/orders calls Deployment boutique/stock")),
        "dependencies");
    assertTrue(page.text().contains("api.stripe.com"), "what is called outside");
  }

  @Test
  void frenchIsFrenchAndAdviceSaysThatItIsNot() {
    Document page = page("--lang", "fr", "--marking", "DIFFUSION RESTREINTE");
    assertEquals("Évaluation pour bleu", page.title());
    assertEquals(2, page.select(".marking").size());
    assertTrue(page.text().contains("Remplacer par : boutique-prod.vault.sovcloud-api.fr"));
    assertFalse(page.text().contains("Change to"));
    assertTrue(page.select("[lang=en]").text().contains("the same image by @sha256 digest"));
  }

  /** A phone shows a row as lines, without the head of the table. */
  @Test
  void aCellThatStandsAloneNamesItsColumn() {
    int cells = 0;
    for (Element table : page().select("table.wide")) {
      List<String> heads = table.select("thead th").eachText();
      for (Element cell : table.select("tbody td")) {
        assertEquals(heads.get(cell.elementSiblingIndex()), cell.attr("data-label"));
        cells++;
      }
    }
    assertTrue(cells > 20, "cells: " + cells);
  }

  @Test
  void whatObjectsSayIsText() {
    String hostile =
        "{apiVersion: v1, kind: Pod, metadata: {name: '<script>alert(1)</script>'}, spec: {containers: [{name: '\"><img src=x>', image: 'evil.io/<b>x', env: [{name: A, value: 'https://x.blob.core.windows.net/<i>'}]}]}}";
    String out = Typed.withInput(hostile, "assess", "-f", "-", "-o", "html").out();
    Document page = Jsoup.parse(out);
    assertEquals(0, page.select("script, img").size());
    assertTrue(out.contains("&lt;script&gt;"), out);
  }

  @Test
  void itIsTheSameEachTime() {
    assertEquals(page().html(), page().html());
  }

  @Test
  void bothLanguagesSayTheSame() throws IOException {
    assertEquals(AssessmentPage.ENGLISH.keys(), AssessmentPage.FRENCH.keys());
    for (String key : AssessmentPage.ENGLISH.keys()) {
      assertEquals(AssessmentPage.ENGLISH.names(key), AssessmentPage.FRENCH.names(key), key);
    }
    for (String file : List.of("assessment.properties", "assessment_fr.properties")) {
      List<String> keys =
          Files.readAllLines(Path.of("src/main/resources/cloud/bleu/cli/assess/page", file))
              .stream()
              .filter(line -> !line.startsWith("#"))
              .map(line -> line.substring(0, line.indexOf('=')))
              .toList();
      assertEquals(keys.stream().sorted().distinct().toList(), keys, file);
    }
  }
}
