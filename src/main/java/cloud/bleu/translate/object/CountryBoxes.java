package cloud.bleu.translate.object;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Boxes around countries, read from {@code countries.psv} beside this class. They are wide: what
 * lies in one need not lie in the country, what lies in none does not.
 */
public final class CountryBoxes {

  /** Degrees by which a box is widened: coasts, islets and the towns beside a border. */
  private static final BigDecimal MARGIN = new BigDecimal("0.5");

  private static final Map<String, List<Box>> BOXES = read();

  private CountryBoxes() {}

  private record Box(BigDecimal south, BigDecimal west, BigDecimal north, BigDecimal east) {
    boolean holds(BigDecimal latitude, BigDecimal longitude) {
      return latitude.compareTo(south.subtract(MARGIN)) >= 0
          && latitude.compareTo(north.add(MARGIN)) <= 0
          && longitude.compareTo(west.subtract(MARGIN)) >= 0
          && longitude.compareTo(east.add(MARGIN)) <= 0;
    }
  }

  /**
   * Whether coordinates lie in none of the boxes of a country.
   *
   * @param country ISO 3166-1 alpha-2; false for one that has no box
   */
  public static boolean excludes(String country, BigDecimal latitude, BigDecimal longitude) {
    List<Box> boxes = BOXES.getOrDefault(country, List.of());
    return !boxes.isEmpty() && boxes.stream().noneMatch(box -> box.holds(latitude, longitude));
  }

  private static Map<String, List<Box>> read() {
    Map<String, List<Box>> boxes = new TreeMap<>();
    try (InputStream in =
        Objects.requireNonNull(CountryBoxes.class.getResourceAsStream("countries.psv"))) {
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split("\\|", 5))
          .forEach(
              f ->
                  boxes
                      .computeIfAbsent(f[0], country -> new ArrayList<>())
                      .add(
                          new Box(
                              new BigDecimal(f[1]),
                              new BigDecimal(f[2]),
                              new BigDecimal(f[3]),
                              new BigDecimal(f[4]))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return boxes;
  }
}
