import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Executes statements in H2 databases in memory. One line in, its fields separated by tabs and percent-encoded: `open`
 * and an address, or `keep` or `undo`, a statement and its parameters. One line out: `rows N`, `changed N`, `opened` or
 * `error <state> <message>`. `undo` rolls the statement back.
 *
 * A parameter: `-` NULL, `n…` a number, `s…` a text, `a…` an array of texts, separated by commas and each `s…` or `-`.
 */
public class Runner {
  public static void main(String[] arguments) throws Exception {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    Connection connection = null;
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] fields = line.split("\t", -1);
      if (fields[0].equals("open")) {
        if (connection != null) connection.close();
        connection = DriverManager.getConnection(decode(fields[1]));
        connection.setAutoCommit(false);
        out.println("opened");
        continue;
      }
      String answer = answer(connection, fields);
      if (fields[0].equals("keep")) connection.commit();
      else connection.rollback();
      out.println(answer);
    }
  }

  private static String answer(Connection connection, String[] fields) {
    try (PreparedStatement statement = connection.prepareStatement(decode(fields[1]))) {
      for (int i = 2; i < fields.length; i++) statement.setObject(i - 1, parameter(connection, fields[i]));
      return statement.execute() ? "rows " + count(statement.getResultSet()) : "changed " + statement.getUpdateCount();
    } catch (SQLException error) {
      return "error " + error.getSQLState() + " " + error.getMessage().replaceAll("\\s+", " ");
    }
  }

  /** Reads every value: some conversions take place only then. */
  private static int count(ResultSet rows) throws SQLException {
    int columns = rows.getMetaData().getColumnCount();
    int count = 0;
    for (; rows.next(); count++) {
      for (int i = 1; i <= columns; i++) rows.getObject(i);
    }
    return count;
  }

  private static Object parameter(Connection connection, String field) throws SQLException {
    if (field.equals("-")) return null;
    if (field.startsWith("n")) return new BigDecimal(field.substring(1));
    if (field.startsWith("s")) return decode(field.substring(1));
    List<String> texts = new ArrayList<>();
    for (String one : field.substring(1).split(",")) {
      if (!one.isEmpty()) texts.add(one.equals("-") ? null : decode(one.substring(1)));
    }
    return connection.createArrayOf("VARCHAR", texts.toArray());
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
