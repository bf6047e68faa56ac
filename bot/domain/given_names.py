"""Common US given names. They help tell a person's name from a procedure in front of a date.

Written from general knowledge, not copied from a list. Names that are also ordinary or clinical words (Mark, Will,
Grace, May, Art, Dawn, Crystal) and states (Virginia) are left out. A false alarm on 'mark up' teaches people to
ignore the warning, and the rules for old dates catch such names anyway.
"""

_TEXT = """
    aaron abigail adam adrian aiden alan albert alejandro alex alexander alexandra alexis alfred alice
    alicia allison alyssa amanda amber amelia amy ana andrea andrew angel angela angelica ann anna anne
    annie anthony antonio ariana arthur ashley aubrey audrey ava barbara beatrice benjamin bernard bernice
    beth betty beverly bobby bonnie bradley brandon brenda brian brianna bruce bryan caleb cameron camila
    carl carla carlos carmen caroline carolyn catherine cecilia charles charlotte cheryl chloe chris
    christian christina christine christopher cindy claire clara claudia connie craig curtis cynthia daniel
    danielle david deborah debra dennis derek diana diane diego dolores donald donna doris dorothy douglas
    dylan edgar edith eduardo edward edwin elaine eleanor elena eli elias elijah elizabeth ella ellen emily
    emma eric erica erik ernest esther ethan ethel eugene eva evan evelyn fernando frances francis francisco
    gabriel gary george gerald geraldine gina gladys gloria gordon gregory hailey hannah harold harriet
    harry hazel heather hector helen henry herbert howard isaac isabella isaiah ivan jacob jacqueline jaime
    james jamie jane janet janice jared jasmine jason javier jayden jeff jeffery jeffrey jennifer jenny
    jeremy jerome jerry jesse jessica jesus jill jim jimmy joan joanne joe joel john johnny jonathan jorge
    jose joseph josephine joshua josiah joyce juan juanita judith judy julia julian julie justin kaitlyn
    karen karl katherine kathleen kathryn kathy katie kayla keith kelly kenneth kevin kimberly kristen kyle
    larry laura lauren lawrence layla leah leo leon leonard leroy leslie liam lillian linda lisa lois lori
    lorraine louis louise lucas lucia lucille lucy luis luke lydia lynn mabel manuel marcus margaret maria
    marie marilyn mario marion marjorie martha martin marvin mary mateo matthew maureen megan melanie
    melissa melvin mia michael michele michelle miguel mildred mohammed monica nancy naomi natalie nathan
    nathaniel nicholas nicole noah nora norma norman oliver olivia oscar pamela patricia patrick paul paula
    pedro peggy peter philip phillip phyllis priscilla rachel rafael ralph ramon randy raymond rebecca
    ricardo richard robert roberta roberto rodney roger ronald rosa rosemary roy ruben russell ruth ryan
    sally samantha samuel sandra sara sarah scarlett scott sean sebastian sergio seth shannon sharon shawn
    sheila shirley sofia sophia stacy stanley stella stephanie stephen steve steven susan suzanne sylvia
    tamara tammy taylor teresa terry thelma theodore theresa thomas tiffany timothy tina todd tommy tracy
    travis tyler valerie vanessa vernon veronica vicki vincent vivian walter wanda warren wayne wendy wesley
    william willie wyatt xavier yolanda yvonne zachary zoe
"""
GIVEN_NAMES = frozenset(_TEXT.split())
